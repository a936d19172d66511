package io.emperor.logging;

/** A thread group whose threads, and those of the groups within it, are one vassal's own. */
public interface VassalThreads {

  /**
   * Whose threads they are.
   *
   * @return the vassal's name
   */
  String vassal();
}
