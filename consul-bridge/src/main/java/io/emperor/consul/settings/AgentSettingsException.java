package io.emperor.consul.settings;

import java.util.List;

/** What the user said about Consul can't be used. Holds every problem there is, not the first. */
public final class AgentSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  AgentSettingsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * The problems.
   *
   * @return one sentence each: the option, variable or file, what is wrong with it, what to do
   */
  public List<String> problems() {
    return problems;
  }
}
