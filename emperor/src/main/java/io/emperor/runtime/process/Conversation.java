package io.emperor.runtime.process;

import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said to a program over its standard input, and heard on what it prints. */
public interface Conversation {

  /** The words in front of the program's, for what it needs before it can be talked to. */
  default List<String> before() {
    return List.of();
  }

  /**
   * Whether its lines on the standard error are heard as well, in their order, and no line is taken
   * for an event that was logged elsewhere: for a program that nobody here has written.
   */
  default boolean isWithErrors() {
    return false;
  }

  /**
   * Where the bytes of its standard output go as they are, so that no lines of it are heard; {@code
   * null} if that is lines. Of use with {@link #isWithErrors()} alone.
   */
  default @Nullable OutputStream answer() {
    return null;
  }

  /** Begins to write, as soon as the program runs; must not block. */
  void open(OutputStream stream);

  /**
   * Takes a line, if it is meant for whoever talks.
   *
   * @return whether it was; if not, it is the program's own, for its log
   */
  boolean take(String line);
}
