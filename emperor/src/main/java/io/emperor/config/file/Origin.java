package io.emperor.config.file;

import io.emperor.base.SafeText;

/**
 * Where a value came from.
 *
 * @param source a file, {@code --vassal-set} or {@code default}
 * @param line the line in the file, counted from 1; 0 where there is none
 */
public record Origin(String source, int line) {

  public static final Origin DEFAULT = new Origin("default", 0);
  public static final Origin VASSAL_SET = new Origin("--vassal-set", 0);

  @Override
  public String toString() {
    return SafeText.escaped(line > 0 ? source + ":" + line : source, Integer.MAX_VALUE);
  }
}
