package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.LeaderTask;
import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import io.emperor.base.DaemonThreads;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.lease.NameCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The names that one generation of an app has, and stands for. Safe for use by many threads. */
public final class AppNames {

  /** As other calls of an app's: Consul may be about to elect a leader. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(9);

  private static final int LONGEST_VALUE = 16_384;
  private static final Duration RELEASE = Duration.ofSeconds(2);
  private static final Duration END = Duration.ofSeconds(5);

  /** Between two looks although nobody has said that anything has changed. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final NameService service;
  private final DaemonThreads threads; // of whoever made this, and not of the app
  private final AppIdentity app;
  private final Map<String, Candidacy> standing = new ConcurrentHashMap<>();
  private final Set<HeldName> held = ConcurrentHashMap.newKeySet();
  private boolean closed; // guarded by this

  AppNames(NameService service, AppIdentity app) {
    this.service = service;
    this.threads = new DaemonThreads("consul-names-" + app.vassal());
    this.app = app;
  }

  public Optional<Lease> register(String name, String value) {
    String what = checked(name, value);
    Attempt attempt = attempt(what, name, value, now() + CALL_LIMIT.toNanos());
    return attempt instanceof Attempt.Got got ? Optional.of(got.name()) : Optional.empty();
  }

  public Lease register(String name, String value, Duration wait) {
    String what = checked(name, value);
    if (wait == null || wait.isNegative()) {
      throw Failures.invalid(what, "the time to wait is " + wait);
    }
    long deadline = now() + nanos(wait);
    Semaphore changes = new Semaphore(0);
    NameWait waiting = null;
    try {
      while (true) {
        long limit = Math.max(deadline, now() + TimeUnit.SECONDS.toNanos(1));
        Attempt attempt = attempt(what, name, value, Math.min(limit, now() + CALL_LIMIT.toNanos()));
        if (attempt instanceof Attempt.Got got) {
          return got.name();
        }
        Attempt.Taken taken = (Attempt.Taken) attempt;
        long left = deadline - now();
        if (left <= 0) {
          throw new ConsulException(
              Kind.CONFLICT,
              Applied.NO,
              what + " failed: another app still has the name after " + wait,
              null);
        }
        if (waiting == null) {
          waiting = service.await(name, changes::release);
        }
        waiting.heldBy(taken.holder());
        pause(what, changes, Math.min(left, rest(taken)));
      }
    } finally {
      if (waiting != null) {
        waiting.close();
      }
    }
  }

  private static long nanos(Duration wait) {
    Duration longest = Duration.ofDays(365);
    return (wait.compareTo(longest) > 0 ? longest : wait).toNanos();
  }

  private static long rest(Attempt.Taken taken) {
    Duration wait = taken.pause();
    return (wait == null ? REST : wait).toNanos();
  }

  private static void pause(String what, Semaphore changes, long nanos) {
    try {
      if (changes.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        int unused = changes.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsulException(
          Kind.UNAVAILABLE, Applied.NO, what + " failed: the thread was interrupted", e);
    }
  }

  private static long now() {
    return System.nanoTime();
  }

  /**
   * Checks what a name is to be registered with.
   *
   * @return the call in words
   * @throws ConsulException if it can't be
   */
  static String checked(String name, String value) {
    String what = "register('" + name + "')";
    String unused = NameCodec.checked(what, name);
    if (value == null || !Names.encodable(value)) {
      throw Failures.invalid(what, "the value is null or not valid Unicode");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_VALUE) {
      throw Failures.invalid(
          what, "the value has " + bytes + " bytes, " + LONGEST_VALUE + " are the most");
    }
    return what;
  }

  private Attempt attempt(String what, String name, String value, long deadline) {
    if (standing.containsKey(name)) {
      throw new ConsulException(
          Kind.CONFLICT, Applied.NO, what + " failed: this app stands for its lead", null);
    }
    Attempt attempt = service.register(app, what, name, value, deadline);
    if (attempt instanceof Attempt.Got got) {
      keep(got.name());
    }
    return attempt;
  }

  private void keep(HeldName name) {
    held.removeIf(other -> !other.held());
    held.add(name);
    boolean late;
    synchronized (this) {
      late = closed;
    }
    if (late) {
      service.release(List.of(name), RELEASE);
      throw new IllegalStateException("vassal '" + app.vassal() + "' is unloaded");
    }
  }

  public Leadership lead(String name, LeaderTask task) {
    String what = "lead('" + name + "')";
    String unused = NameCodec.checked(what, name);
    if (task == null) {
      throw Failures.invalid(what, "the task is null");
    }
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("vassal '" + app.vassal() + "' is unloaded");
      }
      boolean has = held.stream().anyMatch(other -> other.name().equals(name) && other.held());
      if (has || standing.containsKey(name)) {
        throw new ConsulException(
            Kind.CONFLICT,
            Applied.NO,
            Failures.oneLine(what + " failed: this app has or stands for it already"),
            null);
      }
      Candidacy candidacy =
          new Candidacy(service, app, name, task, over -> standing.remove(name, over));
      standing.put(name, candidacy);
      return candidacy;
    }
  }

  /**
   * Ends every candidacy and gives back every name, within some seconds: the tasks are interrupted,
   * and have five seconds to end. Further calls do nothing.
   */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<Candidacy> all = List.copyOf(standing.values());
    List<Candidacy> running = all.stream().filter(Candidacy::end).toList();
    long deadline = now() + END.toNanos();
    running.forEach(candidacy -> candidacy.awaitEnd(deadline));
    all.forEach(Candidacy::finish);
    service.release(List.copyOf(held), RELEASE);
    held.clear();
  }

  /** {@link #close}, without waiting for it. */
  public CompletionStage<Void> release() {
    if (standing.isEmpty() && held.isEmpty()) {
      close();
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable closing =
        () -> {
          try {
            close();
          } finally {
            done.complete(null);
          }
        };
    threads.newThread(closing).start();
    return done;
  }

  /**
   * Has the app lose a name as if its emperor's lease had lapsed: for tests of apps.
   *
   * @return whether it had it
   */
  public boolean lose(String name) {
    Stream<HeldName> leads =
        standing.values().stream().map(Candidacy::lead).flatMap(Optional::stream);
    Optional<HeldName> lost =
        Stream.concat(held.stream(), leads)
            .filter(other -> other.name().equals(name) && other.held())
            .findFirst();
    lost.ifPresent(lease -> service.disproved(lease, "a test has taken it"));
    return lost.isPresent();
  }
}
