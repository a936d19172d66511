package io.emperor.consul.name;

import io.emperor.api.LeaseLostException;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.Need;
import io.emperor.consul.lease.Tenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A name that an app of this emperor has. Safe for use by many threads. */
final class HeldName implements FencingLease {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final String name;
  private final long fence;
  private final Tenure tenure;
  private final AppIdentity app;
  private final NameService service;
  private final List<Runnable> whenLost = new ArrayList<>(); // guarded by this, as is all below
  private @Nullable String lost;
  private boolean closed;
  private @Nullable Need need;

  HeldName(String name, long fence, Tenure tenure, AppIdentity app, NameService service) {
    this.name = name;
    this.fence = fence;
    this.tenure = tenure;
    this.app = app;
    this.service = service;
  }

  @Override
  public String name() {
    return name;
  }

  Tenure tenure() {
    return tenure;
  }

  @Override
  public LeaseHold hold() {
    return tenure.hold();
  }

  @Override
  public String key(FleetKeys keys) {
    return keys.name(name);
  }

  @Override
  public void refused(String how) {
    service.disproved(this, how);
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public boolean held() {
    synchronized (this) {
      if (closed || lost != null) {
        return false;
      }
    }
    return tenure.isHeld();
  }

  @Override
  public Duration remaining() {
    return held() ? Duration.ofNanos(tenure.remaining()) : Duration.ZERO;
  }

  @Override
  public void check() {
    if (!held()) {
      throw new LeaseLostException(
          "the lease on '" + name + "' (fence " + fence + ") is not held: " + how(), null);
    }
  }

  synchronized String how() {
    if (closed) {
      return "it was closed";
    }
    return lost == null ? "it was not renewed in time" : lost;
  }

  @Override
  public void onLost(Runnable task) {
    String what = "What the app runs when '" + name + "' is lost";
    Runnable guarded = () -> app.callbacks().run(what, task);
    synchronized (this) {
      if (closed) {
        return;
      }
      if (lost == null) {
        whenLost.add(guarded);
        return;
      }
    }
    guarded.run();
  }

  /** Has something run at the loss that does not wait, on the thread that notices it. */
  void atLoss(Runnable task) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (lost == null) {
        whenLost.add(0, task);
        return;
      }
    }
    task.run();
  }

  /** Has the emperor's lease kept until the name is let go. */
  synchronized void keeps(Need kept) {
    need = kept;
  }

  synchronized void letsGo() {
    if (need != null) {
      need.close();
      need = null;
    }
  }

  /** Is lost from now on; says so to whoever wants to know. */
  void lost(String how) {
    List<Runnable> told;
    synchronized (this) {
      if (closed || lost != null) {
        return;
      }
      lost = how;
      told = List.copyOf(whenLost);
      whenLost.clear();
    }
    told.forEach(Runnable::run);
  }

  /** Is the app's no more, whatever Consul says; {@code false} if it was not any more. */
  synchronized boolean end() {
    boolean was = !closed && lost == null;
    closed = true;
    whenLost.clear();
    return was;
  }

  @Override
  public void close() {
    service.release(List.of(this), CLOSE_LIMIT);
  }
}
