package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.base.Backoff;
import io.emperor.base.LoopWatchdog;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Outcome;
import io.emperor.consul.settings.TokenSource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what should be in Consul with what is there: at a slow beat, after every sign of
 * trouble, and when the token changes. While there is trouble it comes back soon, ever more slowly.
 */
final class Reconciler implements ReconcileTrigger, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private static final long SLOW_MILLIS = 60_000;
  private static final long TOKEN_MILLIS = 1_000;
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 1_000;
  private static final long REFUSED_MILLIS = 10_000;
  private static final long CLOSE_MILLIS = 1_000;

  /** A comparison makes three requests of four seconds at most, and waits for a second. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private final AgentConnection connection;
  private final TokenSource token;
  private final BridgeContext context;
  private final Backoff backoff;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private long due;
  private int failures;
  private boolean retryPlanned;

  private volatile boolean closed;
  private volatile @Nullable Registry registry;
  private volatile LoopWatchdog.@Nullable Turns turns;
  private @Nullable String lastToken;
  private boolean complained;
  private boolean compared;

  Reconciler(AgentConnection connection, TokenSource token, BridgeContext context) {
    this.connection = connection;
    this.thread = new Thread(this::run, "consul-reconciler");
    this.token = token;
    this.context = context;
    this.backoff = new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, context.random());
    this.due = context.now();
    thread.setDaemon(true);
  }

  void start(Registry registry) {
    this.registry = registry;
    lastToken = token.token();
    turns =
        context
            .watchdog()
            .loop("comparison with " + connection + ", and look at the token", LONGEST_TURN);
    thread.start();
  }

  @Override
  public void failed(ConsulException failure) {
    if (Failures.refusal(failure).isEmpty()) {
      connection.reachability().lost(failure);
    }
    lock.lock();
    try {
      if (!retryPlanned) {
        planRetry();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void doubted() {
    lock.lock();
    try {
      if (!retryPlanned) {
        retryPlanned = true;
        plan(0);
      }
    } finally {
      lock.unlock();
    }
  }

  private void planRetry() {
    failures++;
    retryPlanned = true;
    plan(backoff.millis(failures));
  }

  private void plan(long millis) {
    due = context.now() + TimeUnit.MILLISECONDS.toNanos(millis);
    sooner.signal();
  }

  private void run() {
    while (!closed) {
      try {
        awaitDue();
        Registry now = registry;
        if (now != null && !closed) {
          pass(now);
        }
      } catch (InterruptedException e) {
        return;
      } catch (Throwable t) {
        log.error("Comparing with Consul failed; it is tried again", t);
        after(Outcome.WORK);
      }
    }
  }

  /** Until it is time or the token is another one, which is looked at every second. */
  private void awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (due - context.now() > 0 && !tokenChanged()) {
        turned();
        long left = TimeUnit.NANOSECONDS.toMillis(due - context.now()) + 1;
        sooner.await(Math.min(left, TOKEN_MILLIS), TimeUnit.MILLISECONDS);
      }
      retryPlanned = false;
      turned();
    } finally {
      lock.unlock();
    }
  }

  private void turned() {
    LoopWatchdog.Turns now = turns;
    if (now != null) {
      now.turned();
    }
  }

  private boolean tokenChanged() {
    String now = token.token();
    boolean changed = !Objects.equals(now, lastToken);
    lastToken = now;
    return changed;
  }

  private void pass(Registry registry) {
    Map<DesiredService, DesiredState> before = registry.wants();
    long begun = context.now();
    AgentServices.Listing listing;
    try {
      listing = connection.services().list();
      if (registry.hasSeveralAgents() && (connection.reachability().isLost() || !compared)) {
        connection.identify();
      }
    } catch (ConsulException e) {
      if (!closed) {
        noListing(registry, e, begun);
      }
      return;
    }
    complained = false;
    connection.reachability().useful();
    listing.node().ifPresent(connection::named);
    boolean back = connection.reachability().answered();
    Outcome outcome = registry.compare(connection, listing, before, !compared);
    compared = true;
    context.meters().reconciled();
    if (back) {
      registry.assertHealth(connection);
    }
    after(outcome);
  }

  private void noListing(Registry registry, ConsulException failure, long begun) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      if (!connection.reachability().wasHeardSince(begun)) {
        connection.reachability().lost(failure);
      }
      registry.writeAll(connection);
      after(Outcome.WORK);
      return;
    }
    boolean unused = connection.reachability().answered();
    boolean forbidden = failure.kind() == Kind.FORBIDDEN;
    if (!complained) {
      complained = true;
      connection
          .reachability()
          .useless(
              forbidden,
              forbidden
                  ? "does not let this token see what is registered, so nothing is compared"
                  : "does not answer as a Consul agent does, check --consul-agent",
              failure);
    }
    if (forbidden) {
      registry.writeAll(connection);
    }
    after(forbidden ? Outcome.REFUSED : Outcome.WORK);
  }

  private void after(Outcome outcome) {
    lock.lock();
    try {
      if (retryPlanned) {
        return;
      }
      if (outcome == Outcome.WORK) {
        planRetry();
      } else {
        failures = 0;
        long pause = outcome == Outcome.CLEAN ? SLOW_MILLIS : REFUSED_MILLIS;
        plan(pause - context.random().nextLong(pause / 5));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    LoopWatchdog.Turns last = turns;
    if (last != null) {
      last.close();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
