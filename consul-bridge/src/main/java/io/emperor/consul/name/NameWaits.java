package io.emperor.consul.name;

import io.emperor.api.Watch;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseObserver;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a name, and hears when it may be free: its key has changed, its holder's epoch is
 * over, or this emperor has got its lease. Safe for use by many threads.
 */
final class NameWaits {

  private final LeaseContext context;
  private final LeaseObserver observer;
  private final KeyWatch keys;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  /** One wait for one name. Safe for use by many threads. */
  private final class Wait implements NameWait {
    private final Runnable signal;
    private final Watch key;
    private @Nullable String holder; // guarded by this, as is all below
    private @Nullable Runnable leave;
    private boolean closed;

    private Wait(String name, Runnable signal) {
      this.signal = signal;
      this.key = keys.begin(context.keys().name(name), signal);
    }

    /** Has the lease of whoever has the name now watched. */
    @Override
    public synchronized void heldBy(@Nullable String emperor) {
      if (closed || Objects.equals(emperor, holder)) {
        return;
      }
      leave();
      holder = emperor;
      if (emperor != null && !emperor.equals(context.emperor())) {
        leave = observer.watch(emperor);
      }
    }

    private synchronized void leave() {
      if (leave != null) {
        leave.run();
        leave = null;
      }
    }

    @Override
    public void close() {
      waits.remove(this);
      synchronized (this) {
        closed = true;
        leave();
      }
      key.close();
    }
  }

  NameWaits(LeaseContext context, LeaseObserver observer, KeyWatch keys) {
    this.context = context;
    this.observer = observer;
    this.keys = keys;
  }

  NameWait begin(String name, Runnable signal) {
    Wait wait = new Wait(name, signal);
    waits.add(wait);
    return wait;
  }

  /** Any of the names may be free. */
  void signal() {
    waits.forEach(wait -> wait.signal.run());
  }
}
