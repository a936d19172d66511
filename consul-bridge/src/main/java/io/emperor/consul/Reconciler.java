package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what should be in Consul with what is there: at a slow beat, after every sign of
 * trouble, and when the token changes. While there is trouble it comes back soon, ever more slowly.
 */
final class Reconciler implements Trouble, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private static final long SLOW_MILLIS = 60_000;
  private static final long TOKEN_MILLIS = 1_000;
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final long CLOSE_MILLIS = 1_000;

  private final AgentServices agent;
  private final AgentContact contact;
  private final TokenSource token;
  private final LongSupplier clock;
  private final RandomGenerator random;
  private final Backoff backoff;
  private final Thread thread = new Thread(this::run, "consul-reconciler");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private long due;
  private int failures;
  private boolean retryPlanned;

  private volatile boolean closed;
  private volatile @Nullable Registry registry;
  private @Nullable String lastToken;
  private boolean complained;

  Reconciler(
      AgentServices agent,
      AgentContact contact,
      TokenSource token,
      LongSupplier clock,
      RandomGenerator random) {
    this.agent = agent;
    this.contact = contact;
    this.token = token;
    this.clock = clock;
    this.random = random;
    this.backoff = new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, random);
    this.due = clock.getAsLong();
    thread.setDaemon(true);
  }

  void start(Registry registry) {
    this.registry = registry;
    lastToken = token.token();
    thread.start();
  }

  @Override
  public void failed(ConsulException failure) {
    if (Failures.refusal(failure).isEmpty()) {
      contact.lost(failure);
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
  public void stateLost() {
    lock.lock();
    try {
      if (!retryPlanned) {
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
    due = clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
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
        after(false);
      }
    }
  }

  /** Until it is time or the token is another one, which is looked at every second. */
  private void awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (due - clock.getAsLong() > 0 && !tokenChanged()) {
        long left = TimeUnit.NANOSECONDS.toMillis(due - clock.getAsLong()) + 1;
        sooner.await(Math.min(left, TOKEN_MILLIS), TimeUnit.MILLISECONDS);
      }
      retryPlanned = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean tokenChanged() {
    String now = token.token();
    boolean changed = !Objects.equals(now, lastToken);
    lastToken = now;
    return changed;
  }

  private void pass(Registry registry) {
    Map<DesiredService, Want> before = registry.wants();
    AgentServices.Listing listing;
    try {
      listing = agent.list();
    } catch (ConsulException e) {
      noListing(registry, e);
      return;
    }
    complained = false;
    boolean back = contact.answered();
    boolean clean = registry.compare(listing, before);
    if (back) {
      registry.assertHealth();
    }
    after(clean);
  }

  private void noListing(Registry registry, ConsulException failure) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      contact.lost(failure);
      after(false);
      return;
    }
    contact.answered();
    boolean forbidden = failure.kind() == Kind.FORBIDDEN;
    if (!complained) {
      complained = true;
      contact.complain(
          forbidden
              ? "does not let this token see what is registered, so nothing is compared"
              : "does not answer as a Consul agent does, check --consul-agent",
          failure);
    }
    if (forbidden) {
      registry.writeAll();
    }
    after(forbidden);
  }

  private void after(boolean clean) {
    lock.lock();
    try {
      if (!clean && !retryPlanned) {
        planRetry();
      } else if (clean && !retryPlanned) {
        failures = 0;
        plan(SLOW_MILLIS - random.nextLong(SLOW_MILLIS / 5));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
