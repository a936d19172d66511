package io.emperor.admin.client;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of an answer as they come, none of them longer than any emperor's. */
final class LimitedLines implements Closeable {

  private static final int MOST_CHARACTERS = 16 << 20;

  private final BufferedReader reader;

  LimitedLines(InputStream body) {
    reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /**
   * The next line.
   *
   * @return the line without its end, {@code null} after the last
   * @throws IOException if it can't be read, or has no end
   */
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c != '\n'; c = reader.read()) {
      if (c < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (line.length() == MOST_CHARACTERS) {
        throw new IOException("a line without an end");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
