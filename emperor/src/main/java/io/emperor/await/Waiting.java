package io.emperor.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until everything is there, or the time is up. Used by one thread. */
final class Waiting {

  private static final Logger log = LoggerFactory.getLogger(Waiting.class);

  /** What is there anyway is nobody told about. */
  private static final long UNREMARKABLE_MILLIS = 500;

  private final List<Condition> conditions;
  private final @Nullable Duration timeout;
  private final LongSupplier clock;
  private final Semaphore changes = new Semaphore(0);
  private boolean said;

  /**
   * Of conditions that are not open yet.
   *
   * @param timeout how long it waits, {@code null} for as long as it takes
   * @param clock nanoseconds
   */
  Waiting(List<Condition> conditions, @Nullable Duration timeout, LongSupplier clock) {
    this.conditions = List.copyOf(conditions);
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Opens the conditions and waits.
   *
   * @return whether all are met; false when the time is up, of which the log tells
   * @throws ConditionFailedException if one never will be
   */
  boolean isMet() throws InterruptedException {
    long begun = clock.getAsLong();
    conditions.forEach(condition -> condition.open(this::change));
    while (true) {
      List<String> missing = missing();
      long waited = Duration.ofNanos(clock.getAsLong() - begun).toMillis();
      if (missing.isEmpty()) {
        if (said) {
          log.info("all is there after {} s", String.format(Locale.ROOT, "%.1f", waited / 1000.0));
        }
        return true;
      }
      long left = timeout == null ? Long.MAX_VALUE : timeout.toMillis() - waited;
      if (left <= 0) {
        log.error(
            "timed out after {} s, still missing: {}; the command is not run",
            String.format(Locale.ROOT, "%.1f", waited / 1000.0),
            String.join("; ", missing));
        return false;
      }
      say(waited, missing);
      pause(Math.min(left, said ? Long.MAX_VALUE : Math.max(1, UNREMARKABLE_MILLIS - waited)));
    }
  }

  private void say(long waited, List<String> missing) {
    if (!said && waited >= UNREMARKABLE_MILLIS) {
      said = true;
      log.info("waits for {}", String.join("; ", missing));
    }
  }

  private List<String> missing() {
    return conditions.stream().flatMap(condition -> missing(condition).stream()).toList();
  }

  private static Optional<String> missing(Condition condition) {
    return condition.missing().map(what -> condition.name() + " (" + what + ")");
  }

  private void change() {
    changes.release();
  }

  private void pause(long longest) throws InterruptedException {
    boolean unused = changes.tryAcquire(longest, TimeUnit.MILLISECONDS);
    int unusedToo = changes.drainPermits();
  }
}
