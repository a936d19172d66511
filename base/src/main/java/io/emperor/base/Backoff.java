package io.emperor.base;

import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: twice as long each time, up to a limit, with jitter.
 */
public record Backoff(long firstMillis, long longestMillis, RandomGenerator random) {

  /**
   * The delay.
   *
   * @param failures how many there were in a row, at least 1
   * @return milliseconds, between half and the whole of the step
   */
  public long millis(int failures) {
    long step = Math.min(longestMillis, firstMillis << Math.min(failures - 1, 20));
    return step / 2 + random.nextLong(step / 2 + 1);
  }
}
