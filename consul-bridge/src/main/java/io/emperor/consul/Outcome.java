package io.emperor.consul;

/** What a comparison with an agent has found, the worst last. */
enum Outcome {
  /** Nothing to do. */
  CLEAN,
  /** The agent refuses something: only time, or somebody else, can help. */
  REFUSED,
  /** Something is to be written. */
  WORK;

  Outcome and(Outcome other) {
    return compareTo(other) < 0 ? other : this;
  }
}
