package io.emperor.devagent;

import java.time.InstantSource;

/** Everything that the agent knows. Guarded by the store's lock. */
final class State {

  private final KvTable keys;
  private final LockDelays lockDelays;
  private final SessionTable sessions;
  private long index = 9;
  private Changes changes = new Changes();

  State(InstantSource clock, Timer timer) {
    keys = new KvTable(this, clock);
    lockDelays = new LockDelays(clock);
    sessions = new SessionTable(this, timer);
  }

  /** The index of the next write: every command has one, even if it changes nothing. */
  long next() {
    return ++index;
  }

  Changes changes() {
    return changes;
  }

  Changes takeChanges() {
    Changes taken = changes;
    if (!taken.isEmpty()) {
      changes = new Changes();
    }
    return taken;
  }

  KvTable keys() {
    return keys;
  }

  LockDelays lockDelays() {
    return lockDelays;
  }

  SessionTable sessions() {
    return sessions;
  }
}
