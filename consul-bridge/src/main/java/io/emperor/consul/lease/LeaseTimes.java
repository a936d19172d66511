package io.emperor.consul.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * The times of a lease, named as in <a
 * href="https://pkg.go.dev/k8s.io/client-go/tools/leaderelection">Kubernetes' leader election</a>.
 *
 * @param duration how long a lease must have been seen unchanged before another may take over
 * @param renewDeadline how long its holder counts on it after the last renewal that succeeded
 * @param retryPeriod the time between two renewals
 */
public record LeaseTimes(Duration duration, Duration renewDeadline, Duration retryPeriod) {

  private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** By how many hundredths the rate of a clock may be wrong. */
  private static final int DRIFT = 14;

  /** The times without any option; made last, as they are checked with what stands above. */
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofMillis(3500), Duration.ofMillis(2600), Duration.ofMillis(700));

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if the combination is not safe, with the sum
   */
  public LeaseTimes {
    problem(duration, renewDeadline, retryPeriod)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  private static Optional<String> problem(Duration duration, Duration deadline, Duration retry) {
    if (retry.compareTo(SHORTEST_RETRY) < 0) {
      return Optional.of("retry-period is " + ms(retry) + ", the least is " + ms(SHORTEST_RETRY));
    }
    if (duration.compareTo(LONGEST) > 0) {
      return Optional.of("lease-duration is " + ms(duration) + ", the most is " + ms(LONGEST));
    }
    Duration retries = retry.multipliedBy(2);
    if (deadline.compareTo(retries) <= 0) {
      return Optional.of(
          "renew-deadline is %s, which leaves no room for a renewal that fails: it must be above 2 × retry-period = 2 × %s = %s"
              .formatted(ms(deadline), ms(retry), ms(retries)));
    }
    Duration shortest = duration.multipliedBy(100 - DRIFT).dividedBy(100);
    Duration longest = deadline.multipliedBy(100 + DRIFT).dividedBy(100);
    if (shortest.compareTo(longest) <= 0) {
      return Optional.of(
          "lease-duration is %s, which is not safe with a renew-deadline of %s: clocks may run %s %% wrong, and %s × 0.%s = %s must be above %s × 1.%s = %s"
              .formatted(
                  ms(duration),
                  ms(deadline),
                  DRIFT,
                  ms(duration),
                  100 - DRIFT,
                  ms(shortest),
                  ms(deadline),
                  DRIFT,
                  ms(longest)));
    }
    return Optional.empty();
  }

  private static String ms(Duration time) {
    return time.toMillis() + "ms";
  }
}
