package io.emperor.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an app asks for another instance beside it: as often as it likes, of which one call a second
 * goes on. Safe for use by many threads, and does not wait for anything.
 */
public final class Reinforcement {

  private static final Logger log = LoggerFactory.getLogger(Reinforcement.class);

  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final String vassal;
  private final @Nullable Instance instance;
  private final Consumer<Instance> host;
  private final LongSupplier clock;
  private final AtomicLong due;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Of one generation of an app.
   *
   * @param vassal its name
   * @param instance which instance it is; {@code null} for what is none, of which there is no other
   * @param host is asked; must not wait
   * @param clock the monotonic one, in nanoseconds
   */
  public Reinforcement(
      String vassal, @Nullable Instance instance, Consumer<Instance> host, LongSupplier clock) {
    this.vassal = vassal;
    this.instance = instance;
    this.host = host;
    this.clock = clock;
    this.due = new AtomicLong(clock.getAsLong());
  }

  /** Asks, unless that was done within the last second. */
  public void ask() {
    if (instance == null) {
      if (!told.get() && told.compareAndSet(false, true)) {
        log.info(
            "{} asks for reinforcement, which has no effect: its configuration has no"
                + " instances: LOWER-UPPER",
            vassal);
      }
      return;
    }
    long now = clock.getAsLong();
    long next = due.get();
    if (now - next >= 0 && due.compareAndSet(next, now + PAUSE)) {
      host.accept(instance);
    }
  }
}
