package io.emperor.config.choice;

import java.util.Locale;

/** Where an app runs that could run in the emperor's JVM. */
public enum Isolation {
  /** In the emperor's JVM, in a class loader of its own. */
  SHARED,
  /** In a JVM of its own. */
  PROCESS;

  /** The word in a configuration file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
