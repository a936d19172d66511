package io.emperor.cli.option;

import java.util.List;

/** What the user said can't be used; holds every problem, not just the first. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public UsageException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
