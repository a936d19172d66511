package io.emperor.consul.session;

import io.emperor.api.ConsulException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews one session a third of its TTL apart, soon again after a failure, until it is ended or
 * lost. Renewals come one after another, and the deadline is watched apart from them: a renewal
 * that hangs can't delay the word that the session is lost.
 */
final class SessionRenewal {

  private static final Logger log = LoggerFactory.getLogger(SessionRenewal.class);
  private static final String UNANSWERED = "no renewal was answered in time";

  private final String id;
  private final SessionLifetime lease;
  private final RenewalContext renewing;
  private final Consumer<String> lost;
  private int failures; // of the one renewal at a time
  private volatile String seen = UNANSWERED;
  private @Nullable Future<?> renewal; // guarded by this
  private @Nullable Future<?> deadline; // guarded by this

  /**
   * Does nothing before {@link #start}.
   *
   * @param lost told, on a thread that must not wait, that the session is lost, and what was seen
   *     last; may be told more than once, and late, after {@link #end}
   */
  SessionRenewal(String id, SessionLifetime lease, RenewalContext renewing, Consumer<String> lost) {
    this.id = id;
    this.lease = lease;
    this.renewing = renewing;
    this.lost = lost;
  }

  void start() {
    watch();
    renewIn(lease.nanosToRenewal());
  }

  boolean isAlive() {
    return lease.holds();
  }

  /** Is alive no more, from now on, and keeps nothing running. */
  void end() {
    lease.end();
    cancel();
  }

  private synchronized void cancel() {
    cancel(renewal);
    cancel(deadline);
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void watch() {
    if (!watchOn()) {
      lose();
    }
  }

  private synchronized boolean watchOn() {
    long left = lease.nanosLeft();
    if (left > 0) {
      deadline = renewing.timer().in(left, this::watch);
    }
    return left > 0;
  }

  private void lose() {
    end();
    lost.accept(seen);
  }

  private synchronized void renewIn(long nanos) {
    if (lease.holds()) {
      renewal = renewing.timer().in(nanos, () -> renewing.requests().execute(this::renew));
    }
  }

  private void renew() {
    if (!lease.holds()) {
      return;
    }
    long sentAt = renewing.now();
    try {
      Optional<Duration> ttl = renewing.calls().renew(id, lease.ttl());
      ttl.ifPresentOrElse(answered -> renewed(sentAt, answered), this::gone);
    } catch (ConsulException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (Throwable t) {
      log.error("Session {} was not renewed; it is tried again", id, t);
      failed(t.toString());
    }
  }

  private void renewed(long sentAt, Duration ttl) {
    lease.renew(sentAt, ttl);
    failures = 0;
    seen = UNANSWERED;
    renewIn(lease.nanosToRenewal());
  }

  private void gone() {
    seen = "Consul does not know it any more";
    lose();
  }

  private void failed(String problem) {
    seen = problem;
    failures++;
    renewIn(TimeUnit.MILLISECONDS.toNanos(renewing.backoff().millis(failures)));
  }
}
