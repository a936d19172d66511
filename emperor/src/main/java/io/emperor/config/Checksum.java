package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What all bytes of an app come to: no other file has the same.
 *
 * @param hex the SHA-256, 64 hexadecimal digits in lower case
 */
public record Checksum(String hex) {

  private static final String PREFIX = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER = 1 << 16;

  /** Nothing but digits: it becomes the name of a file. */
  public Checksum {
    Objects.requireNonNull(hex, "hex");
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("no SHA-256: " + hex);
    }
  }

  /**
   * Reads one as people write it.
   *
   * @throws InvalidValueException if it is none; the message says what was seen and what to write
   */
  static Checksum parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String hex = lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : "";
    if (!HEX.matcher(hex).matches()) {
      throw InvalidValueException.of(
          text, "is no checksum", "write sha256: and the 64 digits that sha256sum prints");
    }
    return new Checksum(hex);
  }

  /** For one that is computed little by little. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What a digest has come to, which begins anew with that. */
  public static Checksum of(MessageDigest digest) {
    return new Checksum(HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * That of a file.
   *
   * @throws IOException if it can't be read
   */
  public static Checksum of(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return of(digest);
  }

  /** As people write it. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
