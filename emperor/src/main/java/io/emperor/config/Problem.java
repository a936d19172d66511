package io.emperor.config;

import java.util.Objects;

/**
 * One thing that is wrong with a configuration. Nothing in it can break a line or hide text.
 *
 * @param origin the file and line, or {@code --vassal-set}
 * @param key the key it is about; empty when it is about the file as a whole
 * @param seen what was seen
 * @param remedy what to do
 */
public record Problem(String origin, String key, String seen, String remedy) {

  private static final int LONGEST_KEY = 80;

  /** Escapes what is not printable, and shortens the key. */
  public Problem {
    origin = Printable.line(origin);
    key = Printable.line(shortened(key));
    seen = Printable.line(seen);
    remedy = Printable.line(remedy);
  }

  private static String shortened(String key) {
    Objects.requireNonNull(key, "key");
    return key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY) + "…";
  }

  /** The problem as one line. */
  @Override
  public String toString() {
    return origin + ": " + (key.isEmpty() ? "" : key + ": ") + seen + ": " + remedy;
  }
}
