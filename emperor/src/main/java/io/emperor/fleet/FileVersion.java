package io.emperor.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What tells the files of a vassal on two emperors apart: what is in them, and when the youngest
 * was written.
 *
 * @param content a digest
 * @param modified milliseconds since 1970
 */
record FileVersion(String content, long modified) {

  private static final int BUFFER = 1 << 16;
  private static final int LENGTH = 16;

  /**
   * Reads files.
   *
   * @throws IOException if one can't be read
   */
  static FileVersion of(List<Path> files) throws IOException {
    MessageDigest digest = sha256();
    long modified = 0;
    byte[] buffer = new byte[BUFFER];
    for (Path file : files) {
      long size = 0;
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
          size += read;
        }
      }
      digest.update(Long.toString(size).getBytes(StandardCharsets.US_ASCII));
      modified = Math.max(modified, Files.getLastModifiedTime(file).toMillis());
    }
    return new FileVersion(
        HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH), modified);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
