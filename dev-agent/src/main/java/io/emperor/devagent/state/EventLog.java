package io.emperor.devagent.state;

import io.emperor.devagent.model.UserEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last events. Under the store's lock. */
public final class EventLog {

  private static final int MOST = 256;

  private final Deque<UserEvent> events = new ArrayDeque<>();
  private final State state;
  private long time = 1;

  EventLog(State state) {
    this.state = state;
  }

  /** Fires an event, which is seen here only if its filters mean this agent. */
  public void fire(UserEvent event, boolean isForUs) {
    time++;
    if (!isForUs) {
      return;
    }
    events.addLast(event.at(time));
    if (events.size() > MOST) {
      events.removeFirst();
    }
    state.changes().add(Changes.Topic.EVENTS);
  }

  public List<UserEvent> named(String name) {
    return events.stream().filter(event -> name.isEmpty() || event.name().equals(name)).toList();
  }
}
