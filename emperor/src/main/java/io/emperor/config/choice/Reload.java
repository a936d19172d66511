package io.emperor.config.choice;

/** When the old generation of a vassal ends that is reloaded. */
public enum Reload {
  /** When the new one has taken over. */
  BESIDE("beside"),
  /** Before the new one starts: both at once could not be. */
  STOP_FIRST("stop-first");

  private final String word;

  Reload(String word) {
    this.word = word;
  }

  /** The word in configuration files. */
  @Override
  public String toString() {
    return word;
  }
}
