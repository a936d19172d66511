package io.emperor.provisioning.database;

import io.emperor.base.Backoff;
import io.emperor.base.SafeText;
import io.emperor.provisioning.database.DatabaseOutcome.Broken;
import io.emperor.provisioning.database.DatabaseOutcome.Waits;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a program's database is ready: passes the gate on a thread of its own, again after a
 * pause for as long as it has to wait. One thread asks; any closes.
 */
public final class DatabaseReadiness implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DatabaseReadiness.class);

  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 5_000;
  private static final long FIRST_OF_REFUSED_MILLIS = 1_000;
  private static final long LONGEST_OF_REFUSED_MILLIS = 30_000;

  private final DatabasePlan plan;
  private final DatabaseLibraries libraries;
  private final Runnable changed;
  private final ScheduledThreadPoolExecutor thread;
  private volatile @Nullable Passing passing;

  /**
   * Looks at nothing yet.
   *
   * @param changed called when the outcome has changed, on the gate's thread
   * @param threads makes the thread
   */
  public DatabaseReadiness(
      DatabasePlan plan, DatabaseLibraries libraries, Runnable changed, ThreadFactory threads) {
    this.plan = plan;
    this.libraries = libraries;
    this.changed = changed;
    thread = new ScheduledThreadPoolExecutor(1, threads);
    thread.setRemoveOnCancelPolicy(true);
  }

  /**
   * How it stands with this target; begins with it if it is another than before. Does not wait.
   *
   * @param target where the database is now
   * @return empty while nothing is known yet; what another target waited for is said until then
   */
  public Optional<DatabaseOutcome> of(DatabaseTarget target) {
    Passing now = passing;
    if (now == null || !now.target.equals(target)) {
      DatabaseOutcome before = null;
      if (now != null) {
        now.cancel();
        before = now.outcome instanceof Waits ? now.outcome : null;
      }
      now = new Passing(target, before);
      passing = now;
      now.again(0);
    }
    return Optional.ofNullable(now.outcome);
  }

  /** Ends soon; does not wait for it. */
  @Override
  public void close() {
    thread.shutdownNow();
    Passing now = passing;
    if (now != null) {
      now.cancel();
    }
  }

  /** One target, until it is ready, broken, or another. */
  private final class Passing {

    private final DatabaseTarget target;
    private volatile @Nullable DatabaseOutcome outcome;
    private volatile boolean cancelled;
    private volatile @Nullable DatabaseGate gate;
    private volatile @Nullable Future<?> next;
    private int failures; // of the thread alone

    Passing(DatabaseTarget target, @Nullable DatabaseOutcome before) {
      this.target = target;
      this.outcome = before;
    }

    void again(long millis) {
      try {
        next = thread.schedule(this::look, millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        log.debug("closed while the database was to be looked at", e);
      }
    }

    private void look() {
      if (cancelled) {
        return;
      }
      DatabaseGate now = new DatabaseGate(plan, libraries, target, this::is);
      gate = now;
      try {
        DatabaseOutcome found = now.pass();
        if (!cancelled) {
          is(found);
          if (found instanceof Waits waits) {
            failures++;
            again(pause(waits.isRefused()));
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        is(new Broken("database: " + target.masked(SafeText.of(e))));
      } finally {
        gate = null;
      }
    }

    private long pause(boolean isRefused) {
      return new Backoff(
              isRefused ? FIRST_OF_REFUSED_MILLIS : FIRST_MILLIS,
              isRefused ? LONGEST_OF_REFUSED_MILLIS : LONGEST_MILLIS,
              ThreadLocalRandom.current())
          .millis(failures);
    }

    private void is(DatabaseOutcome now) {
      if (!now.equals(outcome) && !cancelled) {
        outcome = now;
        changed.run();
      }
    }

    void cancel() {
      cancelled = true;
      Future<?> scheduled = next;
      if (scheduled != null) {
        scheduled.cancel(true);
      }
      DatabaseGate open = gate;
      if (open != null) {
        open.end();
      }
    }
  }
}
