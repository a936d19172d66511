package io.emperor.consul.name;

import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.Tenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slot that this emperor has. Safe for use by many threads. */
public final class HeldSlot {

  private final SlotId id;
  private final String key;
  private final long fence;
  private final LeaseHold hold;
  private final List<Runnable> whenLost = new ArrayList<>(); // guarded by this, as is all below
  private Tenure tenure;
  private @Nullable String lost;

  HeldSlot(SlotId id, String key, long fence, Tenure tenure) {
    this.id = id;
    this.key = key;
    this.fence = fence;
    this.hold = tenure.hold();
    this.tenure = tenure;
  }

  public SlotId id() {
    return id;
  }

  /** The modify index of the slot's key. */
  public long fence() {
    return fence;
  }

  String key() {
    return key;
  }

  LeaseHold hold() {
    return hold;
  }

  synchronized Tenure tenure() {
    return tenure;
  }

  /** Whether it is certainly this emperor's now. */
  public synchronized boolean held() {
    return lost == null && tenure.isHeld();
  }

  /** For how long it certainly stays so if the lease is not renewed. */
  public synchronized Duration remaining() {
    return lost == null ? Duration.ofNanos(tenure.remaining()) : Duration.ZERO;
  }

  /** Why it is not, in words. */
  public synchronized String how() {
    return lost == null ? "the emperor's lease was not renewed in time" : lost;
  }

  /** Has something run at the loss that does not wait: at once if it is lost already. */
  public void onLost(Runnable task) {
    synchronized (this) {
      if (lost == null) {
        whenLost.add(task);
        return;
      }
    }
    task.run();
  }

  synchronized void heldUnder(Tenure other) {
    tenure = other;
  }

  /** Is lost from now on; {@code false} if it was not any more. */
  boolean lose(String how) {
    List<Runnable> told;
    synchronized (this) {
      if (lost != null) {
        return false;
      }
      lost = how;
      told = List.copyOf(whenLost);
      whenLost.clear();
    }
    told.forEach(Runnable::run);
    return true;
  }

  @Override
  public String toString() {
    return id + " (fence " + fence + ")";
  }
}
