package io.emperor.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * The token in a file, as it is now: a changed file counts from the next request on. Safe for use
 * by many threads.
 */
public final class AdminToken {

  private static final String SCHEME = "Bearer ";

  /** What is shorter could be guessed. */
  private static final int SHORTEST = 16;

  private static final int LONGEST = 4096;

  private final Path file;

  AdminToken(Path file) {
    this.file = file;
  }

  /**
   * Reads a token as people write it into a file: blanks and line ends around it, and the byte
   * order mark of some editors before it, are not part of it.
   *
   * @param file the file
   * @return the token, perhaps empty
   * @throws IOException if it can't be read
   */
  public static String in(Path file) throws IOException {
    String text = Files.readString(file);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it can't be used, with the reason
   */
  private String read() throws IOException {
    String token = content();
    if (token.chars().anyMatch(Character::isWhitespace)) {
      throw new IOException(
          "%s holds more than a token: write that there, on one line and without blanks"
              .formatted(file));
    }
    if (token.length() < SHORTEST) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds a token of %d characters: use at least %d",
              file,
              token.length(),
              SHORTEST));
    }
    return token;
  }

  private String content() throws IOException {
    try {
      if (Files.size(file) > LONGEST) {
        throw new IOException("too long for a token");
      }
      return in(file);
    } catch (IOException e) {
      throw new IOException("the token file %s can't be read: %s".formatted(file, e), e);
    }
  }

  /**
   * Whether the header's token is the one in the file. The scheme may be written in any case.
   *
   * @throws IOException if the file can't be used now
   */
  boolean isBorneBy(String authorization) throws IOException {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] expected = read().getBytes(StandardCharsets.UTF_8);
    byte[] borne =
        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, borne);
  }

  /**
   * Looks at the file before it is needed.
   *
   * @throws IOException if it can't be used
   */
  void check() throws IOException {
    String unused = read();
  }
}
