package io.emperor.devagent.state;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.probe.Prober;
import java.time.Duration;
import java.time.InstantSource;

/** Everything that the agent knows. Guarded by the store's lock. */
public final class State {

  private static final Duration REAPING = Duration.ofSeconds(30);
  private static final Duration SYNCING = Duration.ofMinutes(1);

  private final MemoryLimit limit;
  private final KvTable keys;
  private final LockDelays lockDelays;
  private final SessionTable sessions;
  private final Catalog catalog;
  private final HealthViews views = new HealthViews();
  private final EventLog events;
  private final LocalAgent local;
  private long index = 9;
  private Changes changes = new Changes();

  public State(
      AgentIdentity self,
      InstantSource clock,
      LockedTimer timer,
      Prober prober,
      MemoryLimit limit) {
    this.limit = limit;
    keys = new KvTable(this, clock);
    lockDelays = new LockDelays(clock, limit);
    sessions = new SessionTable(this, timer);
    catalog = new Catalog(this);
    events = new EventLog(this);
    local = new LocalAgent(this, self, clock, timer, prober);
    OwnNode.enter(this, self);
    timer.every(REAPING, local::reap);
    timer.every(SYNCING, local::syncAll);
  }

  /** The index of the next write: every command has one, even if it changes nothing. */
  public long next() {
    return ++index;
  }

  Changes changes() {
    return changes;
  }

  public Changes takeChanges() {
    Changes taken = changes;
    if (!taken.isEmpty()) {
      changes = new Changes();
    }
    return taken;
  }

  /** What is known has its place here. */
  public MemoryLimit limit() {
    return limit;
  }

  public KvTable keys() {
    return keys;
  }

  public LockDelays lockDelays() {
    return lockDelays;
  }

  public SessionTable sessions() {
    return sessions;
  }

  public Catalog catalog() {
    return catalog;
  }

  HealthViews views() {
    return views;
  }

  /** The index of what a stream says of a service. */
  public long viewIndex(String service) {
    return views.index(service, Math.max(1, catalog.serviceIndex(service, true)));
  }

  public EventLog events() {
    return events;
  }

  public LocalAgent local() {
    return local;
  }
}
