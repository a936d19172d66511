package io.emperor.cli;

/** How a command ends, as {@code docs/operations.md} says it. */
final class ExitStatus {

  static final int CLEAN = 0;
  static final int FAILED = 1;
  static final int WRONG_WORDS = 2;

  private ExitStatus() {}
}
