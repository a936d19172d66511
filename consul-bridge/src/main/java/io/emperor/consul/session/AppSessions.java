package io.emperor.consul.session;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.base.DaemonThreads;
import io.emperor.base.VassalLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that one app created and that still exist; destroyed when it goes. Those with a TTL
 * are kept alive until then. Safe for use by many threads.
 */
public final class AppSessions {

  private static final Logger log = LoggerFactory.getLogger(AppSessions.class);

  private final Sessions sessions;
  private final RenewalContext renewing;
  private final AppCallbacks callbacks;
  private final String vassal;
  private final DaemonThreads threads; // of whoever made this, and not of the app
  private final Duration limit;
  private final Set<String> ids = new LinkedHashSet<>();
  private final Map<String, SessionRenewal> renewal = new HashMap<>();
  private boolean closed;
  private @Nullable FutureTask<Void> destroying; // guarded by this

  public AppSessions(
      Sessions sessions, RenewalContext renewing, AppCallbacks callbacks, Duration limit) {
    this.sessions = sessions;
    this.renewing = renewing;
    this.callbacks = callbacks;
    this.vassal = callbacks.vassal();
    this.threads = new DaemonThreads("consul-sessions-" + vassal);
    this.limit = limit;
  }

  /** Takes a session into care; {@code false} when it is too late for that. */
  public synchronized boolean add(String id) {
    return !closed && ids.add(id);
  }

  /**
   * Takes a session with a TTL into care and keeps it alive; {@code false} when it is too late for
   * that.
   *
   * @param whenLost run once when it is lost, on the app's threads
   */
  public synchronized boolean keep(String id, SessionLifetime lease, Runnable whenLost) {
    if (!add(id)) {
      return false;
    }
    SessionRenewal session =
        new SessionRenewal(id, lease, renewing, seen -> lost(id, seen, whenLost));
    renewal.put(id, session);
    session.start();
    return true;
  }

  public synchronized boolean isAlive(String id) {
    SessionRenewal session = renewal.get(id);
    return session != null && session.isAlive();
  }

  /** Keeps a session alive no longer; it is still to be destroyed. */
  public synchronized void letGo(String id) {
    SessionRenewal session = renewal.remove(id);
    if (session != null) {
      session.end();
    }
  }

  public synchronized void remove(String id) {
    ids.remove(id);
  }

  private void lost(String id, String seen, Runnable whenLost) {
    if (!takeLost(id)) {
      return;
    }
    callbacks.run("What the app runs when session " + id + " is lost", whenLost);
    VassalLog.with(vassal, () -> log.warn("Session {} is lost: {}", id, seen));
    renewing.requests().execute(() -> destroyLost(id));
  }

  private synchronized boolean takeLost(String id) {
    return renewal.remove(id) != null && ids.remove(id);
  }

  /** It may live on in Consul for another while, and hold its locks. */
  private void destroyLost(String id) {
    try {
      renewing.calls().destroy(id);
    } catch (ConsulException e) {
      VassalLog.with(vassal, () -> log.debug("Session {} ends by itself: {}", id, e.getMessage()));
    }
  }

  private synchronized Set<String> end() {
    closed = true;
    renewal.values().forEach(SessionRenewal::end);
    renewal.clear();
    Set<String> left = new LinkedHashSet<>(ids);
    ids.clear();
    return left;
  }

  /** Destroys what is left, within the limit of time. Who calls it again waits for the same. */
  public void destroyAll() {
    try {
      destroying().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      VassalLog.with(vassal, () -> log.warn("Sessions were not destroyed within {}", limit));
    } catch (ExecutionException e) {
      VassalLog.with(vassal, () -> log.warn("Sessions were not destroyed", e.getCause()));
    }
  }

  /**
   * On a thread of its own, which is not the app's: a request in flight has a longer limit than
   * this, and the app's threads are interrupted when it ends.
   */
  private synchronized FutureTask<Void> destroying() {
    FutureTask<Void> begun = destroying;
    if (begun == null) {
      Set<String> left = end();
      begun = new FutureTask<>(() -> destroy(left), null);
      destroying = begun;
      if (left.isEmpty()) {
        begun.run();
      } else {
        threads.newThread(begun).start();
      }
    }
    return begun;
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
