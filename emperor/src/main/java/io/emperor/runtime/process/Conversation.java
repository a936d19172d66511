package io.emperor.runtime.process;

import java.io.OutputStream;

/** What is said to a program over its standard input, and heard on its standard output. */
public interface Conversation {

  /** Begins to write, as soon as the program runs. */
  void open(OutputStream stream);

  /**
   * Takes a line, if it is meant for whoever talks.
   *
   * @return whether it was; if not, it is the program's own, for its log
   */
  boolean take(String line);
}
