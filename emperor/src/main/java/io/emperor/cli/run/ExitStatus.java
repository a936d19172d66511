package io.emperor.cli.run;

/** How a command ends, as {@code docs/operations.md} says it. */
public final class ExitStatus {

  public static final int CLEAN = 0;
  public static final int FAILED = 1;
  public static final int WRONG_WORDS = 2;

  private ExitStatus() {}
}
