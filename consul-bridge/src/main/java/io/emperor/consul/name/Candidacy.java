package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.LeaderTask;
import io.emperor.api.Leadership;
import io.emperor.base.Backoff;
import io.emperor.base.SafeText;
import io.emperor.base.SerialTask;
import io.emperor.base.VassalLog;
import io.emperor.consul.lease.Need;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One app's candidacy for one name: stands, and while another leads waits to hear that it may be
 * free; runs the task once elected, and stands again when it was lost. Safe for use by many
 * threads.
 */
final class Candidacy implements Leadership {

  private static final Logger log = LoggerFactory.getLogger(Candidacy.class);

  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final Duration RELEASE = Duration.ofSeconds(2);

  /** How long a task has to end once it was interrupted. */
  private static final Duration END = Duration.ofSeconds(5);

  /** Whoever has led for so long begins with the shortest delay again. */
  private static final Duration CALM = Duration.ofMinutes(1);

  private final NameService service;
  private final AppIdentity app;
  private final String name;
  private final LeaderTask task;
  private final Consumer<Candidacy> whenClosed;
  private final SerialTask standing;
  private final Backoff failures;
  private final Backoff retries;
  private final Need need;
  private final NameWait wait;

  private @Nullable HeldName lead; // guarded by this, as is all below
  private @Nullable HeldName lost;
  private @Nullable Thread runner;
  private CompletableFuture<Void> ran = CompletableFuture.completedFuture(null);
  private boolean delayed;
  private boolean closed;
  private int failed;
  private long electedAt;
  private int unanswered;
  private @Nullable String problem;

  Candidacy(
      NameService service,
      AppIdentity app,
      String name,
      LeaderTask task,
      Consumer<Candidacy> whenClosed) {
    this.service = service;
    this.app = app;
    this.name = name;
    this.task = task;
    this.whenClosed = whenClosed;
    failures = new Backoff(1_000, 60_000, service.random());
    retries = new Backoff(100, 2_000, service.random());
    standing = new SerialTask(service::execute, this::stand);
    need = service.need();
    wait = service.await(name, standing::trigger);
    standing.trigger();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLeader() {
    HeldName now;
    synchronized (this) {
      now = lead;
    }
    return now != null && now.held();
  }

  /** What it leads with, if it leads. */
  synchronized Optional<HeldName> lead() {
    return Optional.ofNullable(lead);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized boolean stands() {
    return !closed && !delayed && lead == null;
  }

  private void stand() {
    if (!stands()) {
      return;
    }
    try {
      long deadline = System.nanoTime() + ATTEMPT.toNanos();
      Attempt attempt = service.register(app, "lead('" + name + "')", name, "", deadline);
      answered();
      if (attempt instanceof Attempt.Got got) {
        elected(got.name());
      } else if (attempt instanceof Attempt.Taken taken) {
        taken(taken);
      }
    } catch (ConsulException e) {
      unanswered(e);
    }
  }

  private void taken(Attempt.Taken taken) {
    wait.heldBy(taken.holder());
    Duration again = taken.pause();
    if (again != null) {
      var unused = service.in(again, standing::trigger);
    }
  }

  private synchronized void answered() {
    unanswered = 0;
    problem = null;
  }

  private void unanswered(ConsulException failure) {
    int count;
    boolean isNews;
    synchronized (this) {
      count = ++unanswered;
      isNews = !String.valueOf(failure.getMessage()).equals(problem);
      problem = failure.getMessage();
    }
    if (isNews) {
      log(() -> log.debug("{} can't be led now: {}", name, failure.getMessage()));
    }
    var unused = service.in(Duration.ofMillis(retries.millis(count)), standing::trigger);
  }

  private void elected(HeldName elected) {
    wait.heldBy(null);
    CompletableFuture<Void> running = new CompletableFuture<>();
    synchronized (this) {
      if (!closed) {
        lead = elected;
        ran = running;
        electedAt = now();
      }
    }
    if (lead != elected) {
      service.release(List.of(elected), RELEASE);
      return;
    }
    elected.atLoss(() -> interrupt(elected));
    log(() -> log.info("leads {} (fence {})", SafeText.line(name), elected.fence()));
    boolean taken =
        app.callbacks().tryRun("The leader's task of '" + name + "'", () -> run(elected, running));
    if (!taken) {
      ended(elected, running);
      close();
    }
  }

  /** On a thread of the app's. */
  private void run(HeldName elected, CompletableFuture<Void> running) {
    synchronized (this) {
      runner = Thread.currentThread();
      if (closed || !elected.held()) {
        Thread.currentThread().interrupt();
      }
    }
    Throwable thrown = null;
    try {
      task.run(elected);
    } catch (Throwable t) {
      thrown = t;
    }
    // A task that was interrupted may throw what it likes.
    boolean held = elected.held();
    boolean ofItself = held && !isClosed();
    if (!held && !isClosed()) {
      tellLoss(elected);
    }
    Duration delay = ofItself && thrown != null ? delayed() : Duration.ZERO;
    ended(elected, running);
    if (!ofItself) {
      standing.trigger();
    } else if (thrown == null) {
      close();
    } else {
      failed(thrown, delay);
    }
  }

  /** Stands no more for a while, longer each time unless it has led for long. */
  private synchronized Duration delayed() {
    failed = now() - electedAt > CALM.toNanos() ? 1 : failed + 1;
    delayed = true;
    return Duration.ofMillis(failures.millis(failed));
  }

  private void ended(HeldName elected, CompletableFuture<Void> running) {
    synchronized (this) {
      runner = null;
      lead = null;
      // What is left of an interruption must not meet the thread's next task.
      boolean unused = Thread.interrupted();
    }
    service.release(List.of(elected), RELEASE);
    running.complete(null);
  }

  private void failed(Throwable thrown, Duration delay) {
    String what = SafeText.of(thrown);
    log(
        () ->
            log.warn(
                "The leader's task of '{}' failed, and stands again in {} ms: {}",
                SafeText.line(name),
                delay.toMillis(),
                what));
    var unused = service.in(delay, this::again);
  }

  private void again() {
    synchronized (this) {
      delayed = false;
    }
    standing.trigger();
  }

  /** Says so once: a task that looks at its lease may notice the loss before anybody else. */
  private void tellLoss(HeldName gone) {
    synchronized (this) {
      if (lost == gone) {
        return;
      }
      lost = gone;
    }
    log(() -> log.warn("leads {} no more: the lease is lost", SafeText.line(name)));
  }

  private void interrupt(HeldName gone) {
    CompletableFuture<Void> running;
    synchronized (this) {
      if (lead != gone) {
        return;
      }
      if (runner != null) {
        runner.interrupt();
      }
      running = ran;
    }
    tellLoss(gone);
    var unused =
        service.in(
            END,
            () -> {
              if (!running.isDone()) {
                log(
                    () ->
                        log.warn(
                            "The leader's task of '{}' ignores its interruption; what it writes"
                                + " with its lease is refused",
                            SafeText.line(name)));
                service.ignored(name);
              }
            });
  }

  private long now() {
    return service.clock().nanos().getAsLong();
  }

  private void log(Runnable line) {
    VassalLog.with(app.vassal(), line);
  }

  @Override
  public void close() {
    if (end()) {
      awaitEnd(System.nanoTime() + END.toNanos());
    }
    finish();
  }

  /** Interrupts the task; {@code false} if it is the task that asks for it, or nothing runs. */
  boolean end() {
    synchronized (this) {
      closed = true;
      if (runner == null || runner == Thread.currentThread()) {
        return runner == null && !ran.isDone();
      }
      runner.interrupt();
      return true;
    }
  }

  /** Waits for the task to end. */
  void awaitEnd(long deadline) {
    CompletableFuture<Void> running;
    synchronized (this) {
      running = ran;
    }
    try {
      running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // it never fails
    } catch (TimeoutException e) {
      log(
          () ->
              log.warn(
                  "The leader's task of '{}' did not end within {} s of its interruption",
                  SafeText.line(name),
                  END.toSeconds()));
    }
  }

  /** Gives back what it has. */
  void finish() {
    wait.close();
    HeldName now;
    synchronized (this) {
      now = lead;
    }
    if (now != null) {
      service.release(List.of(now), RELEASE);
    }
    need.close();
    whenClosed.accept(this);
  }
}
