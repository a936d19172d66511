package io.emperor.consul.http;

/** What a comparison with an agent has found, the worst last. */
public enum Outcome {
  /** Nothing to do. */
  CLEAN,
  /** The agent refuses something: only time, or somebody else, can help. */
  REFUSED,
  /** Something is to be written. */
  WORK;

  public Outcome and(Outcome other) {
    return compareTo(other) < 0 ? other : this;
  }
}
