package io.emperor.inputs;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Watch;
import io.emperor.base.SafeText;
import io.emperor.base.SerialTask;
import io.emperor.provisioning.source.Cluster.Answers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Consul's leader says of something, told anew whenever it may have changed. A live query says
 * when; while it or a look fails, a timer does, since a query that failed often rests for longer
 * than anybody wants to wait.
 */
final class LeadersWord<T> implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(500);

  /** A live query is answered every ten seconds, also when there is nothing new. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private final Question<T> question;
  private final Answers<List<T>> answers;
  private final ScheduledExecutorService timer;
  private final SerialTask look;
  private @Nullable List<T> told; // of the looks alone
  private @Nullable Kind trouble; // of the looks alone
  private volatile long failedAt = System.nanoTime();
  private volatile boolean failing = true;
  private volatile boolean closed;
  private volatile @Nullable Watch watch;
  private volatile @Nullable Future<?> ticks;

  /**
   * What is asked.
   *
   * @param watch tells that the answer may be another one
   * @param look asks the leader, and waits for the answer
   * @param rule what the token's policy needs for it
   */
  record Question<T>(Function<Runnable, Watch> watch, Supplier<List<T>> look, String rule) {}

  LeadersWord(
      Question<T> question,
      Answers<List<T>> answers,
      Executor threads,
      ScheduledExecutorService timer) {
    this.question = question;
    this.answers = answers;
    this.timer = timer;
    this.look = new SerialTask(threads, this::look);
  }

  LeadersWord<T> begin() {
    watch = question.watch().apply(look::trigger);
    ticks = timer.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void tick() {
    if (failing || isUnwatched()) {
      look.trigger();
    }
  }

  /** Whether the live query may sleep through a change. */
  private boolean isUnwatched() {
    Watch query = watch;
    if (query == null) {
      return false;
    }
    long age = query.age().toNanos();
    return age > SILENCE.toNanos() || age >= System.nanoTime() - failedAt;
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      List<T> found = question.look().get();
      tell(found.isEmpty() ? question.look().get() : found);
    } catch (ConsulException e) {
      failed(e);
    }
  }

  private void tell(List<T> found) {
    boolean news = trouble != null || !found.equals(told);
    trouble = null;
    failing = false;
    told = found;
    if (news && !closed) {
      answers.now(found);
    }
  }

  /** Told once for each kind of trouble: while an agent starts, it has many reasons. */
  private void failed(ConsulException failure) {
    boolean news = failure.kind() != trouble;
    trouble = failure.kind();
    failedAt = System.nanoTime();
    failing = true;
    if (news && !closed) {
      answers.fails(SafeText.line(reason(failure)));
    }
  }

  private String reason(ConsulException failure) {
    return switch (failure.kind()) {
      case FORBIDDEN -> "the token may not read all of it; its policy needs " + question.rule();
      case UNAVAILABLE -> "no agent answers that knows a leader (" + root(failure) + ")";
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    for (Throwable next = root; next != null; next = next.getCause()) {
      root = next;
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    closed = true;
    Future<?> ticking = ticks;
    if (ticking != null) {
      ticking.cancel(false);
    }
    Watch query = watch;
    if (query != null) {
      query.close();
    }
  }
}
