package io.emperor.config.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads a file of settings of whatever format, and never more of it than a limit. It may be none: a
 * link to somebody's secrets. So its text is not repeated but for keys, as far as those who know
 * them say.
 */
public final class SettingsFile {

  public static final int LONGEST = 1 << 20;

  private SettingsFile() {}

  /**
   * Reads a file; what can't be read is a problem.
   *
   * @param words what is known of keys
   */
  public static List<Setting> read(Path file, KeyWords words, Problems problems) {
    return read(file, file, words, problems);
  }

  /**
   * Reads a file that people know by another name.
   *
   * @param named how they know it, with the same ending
   * @param words what is known of keys
   */
  public static List<Setting> read(Path file, Path named, KeyWords words, Problems problems) {
    Origin origin = new Origin(named.toString(), 0);
    // Opening a pipe would wait for its other end.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      problems.add(origin, "", "is not a regular file", "put a file there");
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in, named.toString(), words, problems);
    } catch (NoSuchFileException e) {
      problems.add(origin, "", "no such file", "check the path");
    } catch (AccessDeniedException e) {
      problems.add(
          origin, "", "can't be read: permission denied", "let the emperor's user read it");
    } catch (IOException e) {
      problems.add(origin, "", "can't be read: " + e.getMessage(), "check the disk");
    }
    return List.of();
  }

  /** Reads a stream; the source's ending says which format it is. */
  public static List<Setting> parse(
      InputStream in, String source, KeyWords words, Problems problems) throws IOException {
    Origin origin = new Origin(source, 0);
    byte[] bytes = in.readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      problems.add(origin, "", "is larger than 1 MiB", "make it smaller");
      return List.of();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text.startsWith("\uFEFF") ? text.substring(1) : text, source, words, problems);
    } catch (CharacterCodingException e) {
      problems.add(origin, "", "is not UTF-8", "save it as UTF-8");
      return List.of();
    }
  }

  private static List<Setting> parse(
      String text, String source, KeyWords words, Problems problems) {
    String name = source.toLowerCase(Locale.ROOT);
    return name.endsWith(".properties") || name.endsWith(".ini")
        ? FlatSettings.parse(text, source, words, problems)
        : YamlSettings.parse(text, source, words, problems);
  }
}
