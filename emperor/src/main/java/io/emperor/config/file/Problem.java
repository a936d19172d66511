package io.emperor.config.file;

import io.emperor.base.SafeText;

/**
 * One thing that is wrong with a configuration. Nothing in it can break a line or hide text, and
 * none of it is long, whatever was read.
 *
 * @param origin the file and line, or {@code --vassal-set}
 * @param key the key it is about; empty when it is about the file as a whole
 * @param seen what was seen
 * @param remedy what to do
 */
public record Problem(String origin, String key, String seen, String remedy) {

  private static final int LONGEST_ORIGIN = 400;
  private static final int LONGEST_KEY = 80;
  private static final int LONGEST_SEEN = 500;
  private static final int LONGEST_REMEDY = 1_000;

  /** Escapes what is not printable, and shortens what is long. */
  public Problem {
    origin = SafeText.escaped(tail(origin), LONGEST_ORIGIN);
    key = SafeText.escaped(key, LONGEST_KEY);
    seen = SafeText.escaped(seen, LONGEST_SEEN);
    remedy = SafeText.escaped(remedy, LONGEST_REMEDY);
  }

  /** Of a long path, the file's name and the line say most. */
  private static String tail(String origin) {
    int over = origin.length() - LONGEST_ORIGIN;
    return over <= 0 ? origin : "…" + origin.substring(over + 1);
  }

  /** The problem as one line. */
  @Override
  public String toString() {
    return origin + ": " + (key.isEmpty() ? "" : key + ": ") + seen + ": " + remedy;
  }
}
