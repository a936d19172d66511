package io.emperor.config.choice;

import java.util.Locale;

/** Which processes of a program are told to end. */
public enum StopSignalTo {
  /** Every one. */
  ALL,
  /** The program itself, which tells those that it has started. */
  MAIN;

  /** The word in a configuration file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
