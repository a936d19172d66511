package io.emperor.monitor;

import java.util.List;

/** The places to watch can't be watched. */
public final class InvalidVassalsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidVassalsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * What is wrong.
   *
   * @return one line for each bad word
   */
  public List<String> problems() {
    return problems;
  }
}
