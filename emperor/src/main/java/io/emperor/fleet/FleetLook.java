package io.emperor.fleet;

import io.emperor.api.ConsulException;
import io.emperor.consul.name.FleetSnapshot;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as this emperor has seen it last. It is read anew when something has changed, and else
 * only when it has become old: the watches tell of changes. Used by one thread, but for {@link
 * #changed}.
 */
final class FleetLook {

  private final Supplier<FleetSnapshot> reader;
  private final LongSupplier clock;
  private volatile boolean changed;
  private @Nullable FleetSnapshot last;
  private long lookedAt;

  /**
   * Makes one that has seen nothing.
   *
   * @param reader reads the fleet's keys
   * @param clock the monotonic one, in nanoseconds
   */
  FleetLook(Supplier<FleetSnapshot> reader, LongSupplier clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** What was seen is not how it is any more. Safe for use by many threads. */
  void changed() {
    changed = true;
  }

  /**
   * What is known, read anew if need be.
   *
   * @throws ConsulException if it can't be read
   */
  FleetSnapshot take() {
    FleetSnapshot known = last;
    long now = clock.getAsLong();
    if (known != null && !changed && now - lookedAt < Pace.fresh(live(known)).toNanos()) {
      return known;
    }
    last = null; // if it can't be read, nothing is known
    changed = false;
    FleetSnapshot read = reader.get();
    last = read;
    lookedAt = now;
    return read;
  }

  /** Nanoseconds that have to pass between two looks, however much changes. */
  long lull() {
    FleetSnapshot known = last;
    return Pace.lull(known == null ? 0 : live(known)).toNanos();
  }

  private static int live(FleetSnapshot fleet) {
    return (int) fleet.emperors().values().stream().filter(FleetSnapshot.Emperor::live).count();
  }
}
