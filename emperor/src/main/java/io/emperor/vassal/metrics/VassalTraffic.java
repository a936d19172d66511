package io.emperor.vassal.metrics;

import io.emperor.http.Traffic;
import io.emperor.metrics.Samples;
import io.micrometer.core.instrument.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one vassal, by the class of their answers' status. What measures a class is there
 * with its first answer: most never have an answer of most. Thread safe.
 */
final class VassalTraffic implements Traffic {

  /** From 1xx to 5xx. */
  private static final int CLASSES = 5;

  private static final int FAILED = CLASSES - 1;

  private static final List<Long> NONE = Collections.nCopies(AnswerTimes.LIMITS.size() + 1, 0L);

  private final Clock clock;
  private final LongAdder inFlight = new LongAdder();
  private final AtomicReferenceArray<@Nullable AnswerTimes> answers =
      new AtomicReferenceArray<>(CLASSES);

  VassalTraffic(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void begun() {
    inFlight.increment();
  }

  @Override
  public void ended(int status, long nanos) {
    inFlight.decrement();
    int index = Math.min(Math.max(status / 100 - 1, 0), FAILED);
    AnswerTimes times = answers.get(index);
    (times == null ? first(index) : times).record(nanos);
  }

  private AnswerTimes first(int index) {
    return Objects.requireNonNull(
        answers.updateAndGet(index, known -> known == null ? new AnswerTimes(clock) : known));
  }

  /** How many have been answered. */
  long requests() {
    return measured().mapToLong(AnswerTimes::count).sum();
  }

  /** How many of these with a status of 5xx. */
  long failed() {
    AnswerTimes times = answers.get(FAILED);
    return times == null ? 0 : times.count();
  }

  /** How long all of them took, in seconds. */
  double seconds() {
    return measured().mapToDouble(AnswerTimes::seconds).sum();
  }

  private Stream<AnswerTimes> measured() {
    return IntStream.range(0, CLASSES).mapToObj(answers::get).flatMap(Stream::ofNullable);
  }

  long inFlight() {
    return inFlight.sum();
  }

  void collect(Samples into, String vassal) {
    into.gauge(
        "emperor_vassal_requests_in_flight",
        "Requests that are being answered",
        (double) inFlight(),
        "vassal",
        vassal);
    for (int i = 0; i < CLASSES; i++) {
      AnswerTimes times = answers.get(i);
      into.histogram(
          "emperor_vassal_requests_seconds",
          "Requests from when they were accepted to the end of their answers",
          AnswerTimes.LIMITS,
          times == null ? NONE : times.counts(),
          times == null ? 0 : times.seconds(),
          times == null ? 0 : times.max(),
          "vassal",
          vassal,
          "status",
          (i + 1) + "xx");
    }
  }
}
