package io.emperor.provisioning.membership;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of which some lines are ours, as {@code /etc/hosts}: those between {@code # BEGIN emperor
 * NAME} and {@code # END emperor NAME}, each a line of its own without anything else. All other
 * bytes stay as they are, of whichever encoding; NAME tells those of several apart.
 *
 * <p>Without the two marks, they are written at the end, after a line end if the last line has
 * none. Ours end as the file's first line does, with a line feed or with a carriage return before
 * it. Where there is one mark alone, one of them twice, or the end before the beginning, nobody can
 * tell which lines are ours, and nothing is changed.
 */
final class HostsFile {

  private static final int LARGEST = 1 << 20;

  private final Path path;
  private final String begin;
  private final String end;

  /**
   * Reads nothing yet.
   *
   * @param path where it is; where nothing is, there will be our lines alone
   * @param owner whose lines they are: letters, digits and {@code ._+@-}
   */
  HostsFile(Path path, String owner) {
    this.path = path;
    this.begin = "# BEGIN emperor " + owner;
    this.end = "# END emperor " + owner;
  }

  /** It can't be told what is to be in it. The message goes on after the path. */
  static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * What is to be in it.
   *
   * @param lines ours, without their ends
   * @throws RefusedException if its marks are broken, or it has more than 1 MiB
   */
  byte[] with(List<String> lines) throws IOException, RefusedException {
    String text = read(); // a character is a byte
    String lineEnd = lineEnd(text);
    StringBuilder ours = new StringBuilder(begin).append(lineEnd);
    lines.forEach(line -> ours.append(line).append(lineEnd));
    ours.append(end);
    Marks marks = marks(text);
    String whole;
    if (marks.isNone()) {
      whole = text + (text.isEmpty() || text.endsWith("\n") ? "" : lineEnd) + ours + lineEnd;
    } else {
      whole = text.substring(0, marks.begin) + ours + text.substring(marks.end);
    }
    return whole.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String lineEnd(String text) {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  private String read() throws IOException, RefusedException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new RefusedException(
            "has more than 1 MiB, which no file of hosts has; write another");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * Where our lines are.
   *
   * @param begin of the first mark; -1 if there is none
   * @param end of the second mark, before its line end
   */
  private record Marks(int begin, int end) {
    boolean isNone() {
      return begin < 0;
    }
  }

  private Marks marks(String text) throws RefusedException {
    int first = -1;
    int last = -1;
    int at = 0;
    for (String line : text.split("\n", -1)) {
      String mark = line.stripTrailing();
      if (mark.equals(begin)) {
        if (first >= 0) {
          throw broken("has the line \"" + begin + "\" twice");
        }
        first = at;
      } else if (mark.equals(end)) {
        if (first < 0 || last >= 0) {
          throw broken("has the line \"" + end + "\" without the one that begins it");
        }
        last = at + mark.length();
      }
      at += line.length() + 1;
    }
    if (first >= 0 && last < 0) {
      throw broken("has the line \"" + begin + "\", and not the one that ends it");
    }
    return new Marks(first, last);
  }

  private static RefusedException broken(String what) {
    return new RefusedException(what + ": which lines are ours can't be told; remove the marks");
  }
}
