package io.emperor.vassal.metrics;

import io.emperor.http.Traffic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The requests of one vassal, by the class of their answers' status. Measuring one costs some
 * additions, and takes no lock. Thread safe.
 */
final class VassalTraffic implements Traffic {

  /** From 1xx to 5xx. */
  private static final int CLASSES = 5;

  private static final int FAILED = CLASSES - 1;

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10)
  };

  private final LongAdder inFlight = new LongAdder();
  private final Timer[] answers = new Timer[CLASSES];
  private final Gauge gauge;

  VassalTraffic(MeterRegistry registry, String vassal) {
    for (int i = 0; i < CLASSES; i++) {
      answers[i] =
          Timer.builder("emperor.vassal.requests")
              .tag("vassal", vassal)
              .tag("status", (i + 1) + "xx")
              .description("Requests from when they were accepted to the end of their answers")
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
    }
    gauge =
        Gauge.builder("emperor.vassal.requests.in.flight", inFlight, LongAdder::sum)
            .tag("vassal", vassal)
            .description("Requests that are being answered")
            .register(registry);
  }

  List<Meter> meters() {
    List<Meter> all = new ArrayList<>(List.of(answers));
    all.add(gauge);
    return all;
  }

  @Override
  public void begun() {
    inFlight.increment();
  }

  @Override
  public void ended(int status, long nanos) {
    inFlight.decrement();
    int index = Math.min(Math.max(status / 100 - 1, 0), FAILED);
    answers[index].record(nanos, TimeUnit.NANOSECONDS);
  }

  /** How many have been answered. */
  long requests() {
    long all = 0;
    for (Timer timer : answers) {
      all += timer.count();
    }
    return all;
  }

  /** How many of these with a status of 5xx. */
  long failed() {
    return answers[FAILED].count();
  }

  /** How long all of them took, in seconds. */
  double seconds() {
    double all = 0;
    for (Timer timer : answers) {
      all += timer.totalTime(TimeUnit.SECONDS);
    }
    return all;
  }

  long inFlight() {
    return inFlight.sum();
  }
}
