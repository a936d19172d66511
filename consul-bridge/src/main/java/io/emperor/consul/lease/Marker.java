package io.emperor.consul.lease;

import io.emperor.api.KeyValue;
import io.emperor.consul.lease.Records.MarkerRecord;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key that says whether the fleet's keys are the ones they were. Where it is missing somebody
 * has removed them, or put back older ones: then that a name has no key is no evidence that nobody
 * counts on it, and nobody claims anything until a lease duration has passed. Used by one thread.
 */
final class Marker {

  private final LeaseContext context;
  private final Observation seen;
  private @Nullable String id;
  private long index;
  private boolean settled;

  Marker(LeaseContext context) {
    this.context = context;
    this.seen = new Observation(context.clock().nanos());
  }

  /**
   * Looks at the key, and makes one if there is none.
   *
   * @return whether it is the one that was seen before
   */
  boolean look() {
    Optional<KeyValue> entry = context.store().read(context.keys().marker());
    Optional<MarkerRecord> marker = entry.flatMap(key -> Records.read(key, MarkerRecord.class));
    if (marker.isEmpty()) {
      make(entry.map(KeyValue::modifyIndex).orElse(0L));
      return false;
    }
    String before = id;
    id = marker.get().id();
    settled = marker.get().settled();
    seen(entry.get().modifyIndex(), id.equals(before));
    return before == null || id.equals(before);
  }

  private void make(long index) {
    String made = UUID.randomUUID().toString();
    Committed committed =
        write("making the fleet's marker", made, context.settings().alone(), index);
    if (committed.isApplied()) {
      id = made;
      settled = context.settings().alone();
      seen(committed.index(context.keys().marker()), false);
    }
  }

  private Committed write(String what, String id, boolean settled, long index) {
    byte[] value = Records.bytes(new MarkerRecord(id, settled));
    return context
        .store()
        .commit(what, List.of(Operation.cas(context.keys().marker(), value, index)));
  }

  private void seen(long index, boolean same) {
    this.index = index;
    if (!same) {
      seen.see(index);
    }
  }

  /** Makes sure that the key is still as it was seen. */
  Operation check() {
    return Operation.check(context.keys().marker(), index);
  }

  /** Whether names may be claimed; says so in the key as soon as it is the case. */
  boolean isSettled() {
    String known = id;
    if (!settled && known != null && seen.isUnchangedFor(context.times().duration())) {
      Committed committed = write("settling the fleet's marker", known, true, index);
      settled = committed.isApplied();
      index = settled ? committed.index(context.keys().marker()) : index;
    }
    return settled;
  }

  /** Nanoseconds until {@link #isSettled} is worth another look. */
  long nanosToSettle() {
    return settled ? 0 : Math.max(0, context.times().duration().minus(seen.unchanged()).toNanos());
  }
}
