package io.emperor.fleet;

import java.time.Duration;

/**
 * How often an emperor looks at the fleet, and how soon it claims. Each look reads all of it, so
 * all emperors together share what Consul has to answer: with more of them each looks less often.
 */
public final class Pace {

  private static final Duration LEAST_LULL = Duration.ofMillis(50);
  private static final Duration LULL_EACH = Duration.ofMillis(1);
  private static final Duration LEAST_FRESH = Duration.ofSeconds(1);
  private static final Duration FRESH_EACH = Duration.ofMillis(50);
  private static final Duration MOST_FRESH = Duration.ofSeconds(30);

  /** How much later each next emperor tries to get a slot. */
  private static final Duration RANK = Duration.ofMillis(300);

  /**
   * The same for a slot that was never anybody's: others may be about to get the files too, and
   * nobody misses anything yet.
   */
  private static final Duration NEW = Duration.ofSeconds(2);

  private Pace() {}

  /**
   * Between two looks, however much changes: 50 ms up to 50 emperors, so that with more all of them
   * look 1,000 times a second together at most.
   *
   * @param emperors how many are alive
   */
  public static Duration lull(int emperors) {
    return longer(LEAST_LULL, LULL_EACH.multipliedBy(emperors));
  }

  /**
   * For how long a look is good if Consul has told of no change since: 1 s up to 20 emperors, so
   * that with more all of them look 20 times a second together, and 30 s at most.
   *
   * @param emperors how many are alive
   */
  public static Duration fresh(int emperors) {
    Duration shared = longer(LEAST_FRESH, FRESH_EACH.multipliedBy(emperors));
    return shared.compareTo(MOST_FRESH) < 0 ? shared : MOST_FRESH;
  }

  /**
   * How long after a slot has become free an emperor claims it.
   *
   * @param rank how many come before it
   */
  public static Duration claim(int rank) {
    return RANK.multipliedBy(rank);
  }

  /**
   * The same for a slot that was never anybody's. The first, too, waits as long as the second once
   * it has seen the vassal.
   *
   * @param rank how many come before it
   */
  public static Duration claimNew(int rank) {
    return NEW.multipliedBy(rank);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
