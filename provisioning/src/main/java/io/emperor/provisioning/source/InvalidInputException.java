package io.emperor.provisioning.source;

import java.util.List;

/** What was written for provisioning can't be used. */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * With all that is wrong.
   *
   * @param problems one line each, with the file and the place in it, and no value
   */
  public InvalidInputException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
