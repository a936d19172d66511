package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that one app created and that still exist; destroyed when it goes. */
final class OwnSessions {

  private static final Logger log = LoggerFactory.getLogger(OwnSessions.class);

  private final Sessions sessions;
  private final String vassal;
  private final Duration limit;
  private final Set<String> ids = new LinkedHashSet<>();
  private boolean closed;

  OwnSessions(Sessions sessions, String vassal, Duration limit) {
    this.sessions = sessions;
    this.vassal = vassal;
    this.limit = limit;
  }

  /** Takes a session into care; {@code false} when it is too late for that. */
  synchronized boolean add(String id) {
    return !closed && ids.add(id);
  }

  synchronized void remove(String id) {
    ids.remove(id);
  }

  private synchronized Set<String> end() {
    closed = true;
    Set<String> left = new LinkedHashSet<>(ids);
    ids.clear();
    return left;
  }

  /** Destroys what is left, within the limit of time. */
  void destroyAll() {
    Set<String> left = end();
    if (left.isEmpty()) {
      return;
    }
    // On a thread of its own: a request in flight has a longer limit than this.
    FutureTask<Void> task = new FutureTask<>(() -> destroy(left), null);
    Thread thread = new Thread(task, "consul-sessions-" + vassal);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      VassalLog.with(
          vassal, () -> log.warn("Sessions {} were not destroyed within {}", left, limit));
    } catch (ExecutionException e) {
      VassalLog.with(vassal, () -> log.warn("Sessions {} were not destroyed", left, e.getCause()));
    }
  }

  private void destroy(Set<String> left) {
    for (String id : left) {
      try {
        sessions.destroy(id);
      } catch (ConsulException e) {
        VassalLog.with(vassal, () -> log.warn("Session {} is left behind: {}", id, e.getMessage()));
        if (e.kind() == Kind.UNAVAILABLE) {
          return;
        }
      }
    }
  }
}
