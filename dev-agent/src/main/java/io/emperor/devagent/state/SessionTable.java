package io.emperor.devagent.state;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.model.KvEntry;
import io.emperor.devagent.model.SessionEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sessions, and what happens to their locks when they end. Under the store's lock. */
public final class SessionTable {

  private final Map<String, SessionEntry> sessions = new TreeMap<>();
  private final Map<String, Timer.Appointment> ends = new HashMap<>();
  private final State state;
  private final LockedTimer timer;
  private long lastWrite;

  SessionTable(State state, LockedTimer timer) {
    this.state = state;
    this.timer = timer;
  }

  public @Nullable SessionEntry get(String id) {
    return sessions.get(Uuids.digits(id));
  }

  public Collection<SessionEntry> all() {
    return sessions.values();
  }

  public long index() {
    return lastWrite;
  }

  /**
   * Adds a session.
   *
   * @throws HttpError if there is no room for it
   */
  public void add(SessionEntry session) {
    state.limit().require(SizeEstimate.of(session));
    state.limit().change(SizeEstimate.of(session));
    sessions.put(Uuids.digits(session.id()), session);
    changed(session.index(), session);
    renew(session);
  }

  /** Gives a session its time again: twice its TTL, as the real agent does. */
  public void renew(SessionEntry session) {
    Duration ttl = session.ttlDuration();
    if (!ttl.isZero()) {
      cancel(ends.put(session.id(), timer.after(ttl.multipliedBy(2), () -> expire(session))));
    }
  }

  private void expire(SessionEntry session) {
    end(state.next(), session.id());
  }

  /** Ends a session, if there is one, and frees or deletes what it holds. */
  public void end(long index, String id) {
    SessionEntry session = sessions.remove(Uuids.digits(id));
    if (session == null) {
      return;
    }
    state.limit().change(-SizeEstimate.of(session));
    cancel(ends.remove(session.id()));
    changed(index, session);
    KvTable keys = state.keys();
    for (String key : keys.heldBy(session.id())) {
      KvEntry entry = keys.get(key);
      if (session.deletes()) {
        keys.delete(index, key);
      } else if (entry != null) {
        keys.set(index, entry.at(0, index, entry.lockIndex(), ""), true);
      }
      state.lockDelays().start(key, Duration.ofNanos(session.lockDelayNanos()));
    }
  }

  private void changed(long index, SessionEntry session) {
    lastWrite = index;
    state.changes().add(Changes.Topic.SESSIONS, session.node());
    state.changes().add(Changes.Topic.SESSION, Uuids.digits(session.id()));
  }

  private static void cancel(Timer.@Nullable Appointment appointment) {
    if (appointment != null) {
      appointment.cancel();
    }
  }

  /** Ends the sessions that live by a check. */
  void endByCheck(long index, String node, String check) {
    for (SessionEntry session : List.copyOf(sessions.values())) {
      if (session.node().equalsIgnoreCase(node)
          && session.checkIds().stream().anyMatch(check::equalsIgnoreCase)) {
        end(index, session.id());
      }
    }
  }

  void endByNode(long index, String node) {
    for (SessionEntry session : List.copyOf(sessions.values())) {
      if (session.node().equalsIgnoreCase(node)) {
        end(index, session.id());
      }
    }
  }
}
