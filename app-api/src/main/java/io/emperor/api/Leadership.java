package io.emperor.api;

/**
 * A candidacy for the lead of something, see {@link ConsulApi#lead}. Safe for use by many threads.
 */
public interface Leadership extends AutoCloseable {

  /**
   * What is led.
   *
   * @return the name
   */
  String name();

  /**
   * Whether this candidate leads at this moment, as {@link Lease#held}.
   *
   * @return {@code true} while it does
   */
  boolean isLeader();

  /**
   * Ends the candidacy: interrupts the task if it runs, waits five seconds at most for it to end,
   * and then gives the name back. Called by the task itself it waits for nothing. Further calls do
   * nothing.
   */
  @Override
  void close();
}
