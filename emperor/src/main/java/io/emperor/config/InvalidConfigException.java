package io.emperor.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration can't be used. The message is one line with all its problems. */
public final class InvalidConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Everything that is wrong.
   *
   * @return at least one problem, in the order of the layers, the weakest first, and of their lines
   */
  public List<Problem> problems() {
    return problems;
  }
}
