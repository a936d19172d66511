package io.emperor.runtime.process;

import io.emperor.runtime.Exit;

/** Is told of one run of a program. Each method is called at most once, but {@link #take}. */
public interface RunWatch {

  /** Nobody is told. */
  RunWatch NONE = new RunWatch() {};

  /**
   * Hears each line that the program prints, on the thread that reads them.
   *
   * @return whether it is none of the program's own, and not for its log
   */
  default boolean take(String line) {
    return false;
  }

  /** The program answers; called before its start is over. */
  default void ready() {}

  /**
   * The program has ended, by itself or because it was stopped. May block: a stop is over when this
   * has returned, or a while later.
   */
  default void ended(Exit exit) {}
}
