package io.emperor.consul.name;

import io.emperor.api.LeaseLostException;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.session.AppCallbacks;
import java.time.Duration;

/**
 * The slot of an instance, as the app sees it: it is the emperor's to give back. Safe for use by
 * many threads.
 *
 * @param callbacks run what the app gives, on its own threads
 */
public record InstanceLease(HeldSlot slot, AppCallbacks callbacks) implements FencingLease {

  @Override
  public String name() {
    return slot.id().toString();
  }

  @Override
  public long fence() {
    return slot.fence();
  }

  @Override
  public boolean held() {
    return slot.held();
  }

  @Override
  public Duration remaining() {
    return slot.remaining();
  }

  @Override
  public void check() {
    if (!held()) {
      throw new LeaseLostException(
          "the slot " + slot + " is not certainly this instance's: " + slot.how(), null);
    }
  }

  @Override
  public void onLost(Runnable task) {
    slot.onLost(() -> callbacks.run("What the app runs when '" + name() + "' is lost", task));
  }

  @Override
  public LeaseHold hold() {
    return slot.hold();
  }

  @Override
  public String key(FleetKeys keys) {
    return slot.id().key(keys);
  }

  /** The emperor, which looks at it with every renewal, finds out by itself. */
  @Override
  public void refused(String how) {}

  @Override
  public void close() {}
}
