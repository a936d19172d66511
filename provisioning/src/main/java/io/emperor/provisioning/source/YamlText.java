package io.emperor.provisioning.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a file that somebody wrote by hand: UTF-8, and not more than a hand writes. */
final class YamlText {

  static final int LONGEST = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private YamlText() {}

  /**
   * Reads it.
   *
   * @throws UnreadableTextException in words that go on after the file's name
   */
  static String read(Path file) {
    try {
      // Whoever opens a pipe waits for somebody to write to it.
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      if (!Files.isRegularFile(file)) {
        throw new UnreadableTextException("is no file; name a file");
      }
      return decoded(bytes(file));
    } catch (NoSuchFileException e) {
      throw new UnreadableTextException("is not there; create it");
    } catch (IOException e) {
      throw new UnreadableTextException("can't be read; see that the user of this process may");
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw tooLong();
      }
      return bytes;
    }
  }

  static UnreadableTextException tooLong() {
    return new UnreadableTextException("is longer than 1 MiB; split it");
  }

  private static String decoded(byte[] bytes) {
    Optional<String> other = otherEncoding(bytes);
    if (other.isPresent()) {
      throw encoding("is in " + other.get());
    }
    try {
      return checked(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw encoding("is not in UTF-8");
    }
  }

  private static Optional<String> otherEncoding(byte[] bytes) {
    if (bytes.length < 2) {
      return Optional.empty();
    }
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    boolean wide = bytes.length >= 4 && bytes[2] == 0 && bytes[3] == 0;
    return switch (first) {
      case 0xfeff -> Optional.of("UTF-16");
      case 0xfffe -> Optional.of(wide ? "UTF-32" : "UTF-16");
      default -> Optional.empty();
    };
  }

  /** The text without a byte order mark. */
  static String checked(String text) {
    if (text.length() > LONGEST) {
      throw tooLong();
    }
    if (text.indexOf('\0') >= 0) {
      throw encoding("has zero bytes, so it is in UTF-16 or no text");
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static UnreadableTextException encoding(String seen) {
    return new UnreadableTextException(seen + "; save it in UTF-8");
  }

  /** There is no text to read. */
  static final class UnreadableTextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableTextException(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
