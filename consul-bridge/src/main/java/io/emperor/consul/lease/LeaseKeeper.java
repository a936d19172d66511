package io.emperor.consul.lease;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.base.Backoff;
import io.emperor.base.DaemonThreads;
import io.emperor.base.LoopWatchdog;
import io.emperor.consul.http.Failures;
import io.emperor.consul.lease.LeaseClock.Moment;
import io.emperor.consul.lease.Records.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the emperor's lease for as long as something needs it, on a thread of its own. Says that it
 * is lost on another thread, which never waits for Consul. Safe for use by many threads.
 */
public final class LeaseKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  /** How long a thread rests that has nothing to do. */
  private static final Duration REST = Duration.ofSeconds(5);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final LeaseContext context;
  private final LeaseWriter writer;
  private final Claims claims;
  private final LeaseListener listener;
  private final Backoff retries;
  private final Backoff joins;
  private final LoopWatchdog.Turns turns;
  private final Thread thread;

  private int needs; // guarded by this, as is all below
  private boolean joining;
  private @Nullable Moment unneededSince;
  private boolean woken;
  private boolean closing;
  private @Nullable ConsulException problem;

  private volatile @Nullable Tenure tenure;
  private volatile boolean settled;
  private int failures; // of the loop's thread alone

  public LeaseKeeper(
      LeaseContext context,
      LeaseWriter writer,
      Claims claims,
      LeaseListener listener,
      LoopWatchdog watchdog) {
    this.context = context;
    this.writer = writer;
    this.claims = claims;
    this.listener = listener;
    retries = context.backoff(context.times().retryPeriod());
    joins = context.backoff(Duration.ofSeconds(10));
    turns = watchdog.loop("lease", Duration.ofSeconds(60));
    thread = new DaemonThreads("consul-lease").newThread(this::run);
  }

  /** Makes its thread: one that an app's call brings into being would keep the app's classes. */
  public void start() {
    thread.start();
  }

  /** The emperor joins its fleet, and holds a lease for a moment. */
  public synchronized void join() {
    joining = true;
    wake();
  }

  /** The tenure, if the lease is held now. */
  public Optional<Tenure> held() {
    return Optional.ofNullable(tenure).filter(Tenure::isHeld);
  }

  /** Whether claims are written with the next renewal: not while the fleet's keys are new. */
  public boolean takesClaims() {
    return settled && held().isPresent();
  }

  /** Why there is no lease although one is needed, or why the emperor could not join. */
  public synchronized @Nullable ConsulException problem() {
    return problem;
  }

  /** Has the lease kept until the need is closed. */
  public Need need() {
    synchronized (this) {
      needs++;
      wake();
    }
    return new Need() {
      private boolean closed;

      @Override
      public void close() {
        synchronized (LeaseKeeper.this) {
          if (!closed) {
            closed = true;
            needs--;
            wake();
          }
        }
      }
    };
  }

  /** Has something written with the next renewal, which is sent at once. */
  public void submit(Claim claim) {
    claims.add(claim);
    synchronized (this) {
      wake();
    }
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /**
   * Waits for the lease to be held.
   *
   * @param deadline by the monotonic clock
   * @throws ConsulException if it is not in time, or will not be
   */
  public synchronized Tenure await(String what, long deadline) {
    while (true) {
      Optional<Tenure> now = held();
      if (now.isPresent()) {
        return now.get();
      }
      ConsulException known = problem;
      if (known != null && known.kind() != Kind.UNAVAILABLE) {
        throw failed(what, known);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || closing) {
        throw failed(what, known);
      }
      pause(left);
    }
  }

  private ConsulException failed(String what, @Nullable ConsulException known) {
    String how =
        known == null
            ? "the emperor has not got its lease yet; try later"
            : String.valueOf(known.getMessage());
    Kind kind = known == null ? Kind.UNAVAILABLE : known.kind();
    return new ConsulException(kind, Applied.NO, Failures.oneLine(what + ": " + how), known);
  }

  private synchronized void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsulException(
          Kind.UNAVAILABLE, Applied.NO, "the thread was interrupted while it waited", e);
    }
  }

  private void run() {
    while (true) {
      synchronized (this) {
        if (closing) {
          break;
        }
        woken = false;
      }
      turns.turned();
      long rest = TimeUnit.SECONDS.toNanos(1);
      try {
        rest = turn();
      } catch (Throwable t) {
        log.error("The emperor's lease could not be looked after; it goes on", t);
      }
      rest(rest);
    }
    finish();
  }

  /** Makes what was not made yet, if Consul answers at once, and leaves. */
  private void finish() {
    try {
      if (!claims.isEmpty()) {
        Optional<Tenure> now = held().isPresent() ? held() : writer.acquire();
        while (now.isPresent() && writer.renew(now.get()) && writer.nanosToClaims() == 0) {
          turns.turned();
        }
      }
    } catch (LeaseLost | ConsulException e) {
      log.debug("What was to be given back is left to whoever comes: {}", e.getMessage());
    }
    resign(tenure, State.LEFT);
  }

  private synchronized void rest(long nanos) {
    long until = System.nanoTime() + Math.min(nanos, REST.toNanos());
    long left = until - System.nanoTime();
    // After a failure even what is new waits: whatever wakes the loop would fail as well.
    while (left > 0 && !closing && (!woken || failures > 0)) {
      pause(left);
      left = until - System.nanoTime();
    }
  }

  /** One look at what is to be done; answers nanoseconds until the next. */
  private long turn() {
    Tenure now = tenure;
    if (now != null && !now.isHeld()) {
      lapsed(now);
      now = null;
    }
    if (!isNeeded()) {
      if (now != null) {
        resign(now, State.IDLE);
      }
      return REST.toNanos();
    }
    try {
      long rest = now == null ? acquire() : renew(now);
      failures = 0;
      return rest;
    } catch (LeaseLost e) {
      lost(now, String.valueOf(e.getMessage()));
      return context.times().retryPeriod().toNanos();
    } catch (ConsulException e) {
      return failed(e);
    }
  }

  private synchronized boolean isNeeded() {
    if (needs > 0 || joining || !claims.isEmpty()) {
      unneededSince = null;
      return true;
    }
    Moment since = unneededSince;
    if (since == null) {
      since = context.now();
      unneededSince = since;
    }
    // What comes and goes need not write two keys each time.
    return tenure != null && since.until(context.now()) < context.times().duration().toNanos();
  }

  private long acquire() throws LeaseLost {
    Optional<Tenure> got = writer.acquire();
    if (got.isEmpty()) {
      return context.times().retryPeriod().toNanos() / 2;
    }
    begun(got.get());
    return 0;
  }

  private void begun(Tenure begun) {
    synchronized (this) {
      tenure = begun;
      joining = false;
      problem = null;
      notifyAll();
    }
    log.debug("The emperor's lease is held, epoch {}", begun.hold().epoch());
    watch(begun);
    listener.begun(begun);
  }

  /** Sees that a tenure has ended also while the loop waits for an answer. */
  private void watch(Tenure watched) {
    Duration left = Duration.ofNanos(watched.remaining() + 1);
    var unused =
        context
            .timer()
            .in(
                left,
                () -> {
                  if (tenure == watched) {
                    if (watched.isHeld()) {
                      watch(watched);
                    } else {
                      lapsed(watched);
                    }
                  }
                });
  }

  private void lapsed(Tenure over) {
    ConsulException seen = problem();
    String why = seen == null ? "no renewal was acknowledged in time" : seen.getMessage();
    ended(
        over,
        "not renewed for %sms: %s".formatted(context.times().renewDeadline().toMillis(), why));
  }

  private void ended(Tenure over, String how) {
    over.end();
    synchronized (this) {
      if (tenure != over) {
        return;
      }
      tenure = null;
    }
    context.meters().lost();
    log.warn("The emperor's lease in the fleet {} is lost: {}", context.settings().fleet(), how);
    listener.ended(over, how);
  }

  private long renew(Tenure now) throws LeaseLost {
    boolean more = writer.renew(now);
    long claimable = writer.nanosToClaims();
    settled = claimable == 0;
    listener.renewed(now);
    synchronized (this) {
      problem = null;
    }
    long next = context.times().retryPeriod().toNanos() - now.age();
    return settled ? (more ? 0 : Math.max(1, next)) : Math.max(1, Math.min(next, claimable));
  }

  private void lost(@Nullable Tenure now, String how) {
    synchronized (this) {
      boolean isNews = problem == null || !how.equals(problem.getMessage());
      problem = new ConsulException(Kind.CONFLICT, Applied.NO, how, null);
      if (now == null && isNews) {
        log.warn("{}", how);
      }
      joining = false;
      notifyAll();
    }
    if (now != null) {
      ended(now, how);
      synchronized (this) {
        problem = null; // it may be had again
      }
    }
  }

  private long failed(ConsulException failure) {
    failures++;
    context.meters().failed();
    boolean forbidden = failure.kind() == Kind.FORBIDDEN;
    boolean needed;
    synchronized (this) {
      if (problem == null && forbidden) {
        log.info(
            "The fleet {} can't be joined, and apps can't use its names: {}",
            context.settings().fleet(),
            failure.getMessage());
      }
      problem = failure;
      needed = needs > 0 || !claims.isEmpty();
      joining &= !forbidden;
      notifyAll();
    }
    log.debug("The emperor's lease: {}", failure.getMessage());
    if (forbidden) {
      return REST.toNanos();
    }
    Backoff backoff = needed || tenure != null ? retries : joins;
    return TimeUnit.MILLISECONDS.toNanos(backoff.millis(failures));
  }

  private void resign(@Nullable Tenure now, State state) {
    synchronized (this) {
      tenure = null;
    }
    if (now != null) {
      now.end();
    }
    try {
      writer.resign(state);
    } catch (ConsulException e) {
      log.debug("The lease ends by itself: {}", e.getMessage());
    }
  }

  /** Ends the loop, and gives the lease back, within two seconds. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    turns.close();
  }
}
