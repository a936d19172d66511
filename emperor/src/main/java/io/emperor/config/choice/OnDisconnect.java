package io.emperor.config.choice;

import java.util.Locale;

/** What an instance does when it is not certain any more that its slot is its own. */
public enum OnDisconnect {
  /** It runs on until somebody else is known to have the slot. */
  KEEP,
  /** Its processes are stopped, and resumed if nobody has taken over. */
  FREEZE,
  /** It ends. */
  STOP;

  /** The word in a configuration file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
