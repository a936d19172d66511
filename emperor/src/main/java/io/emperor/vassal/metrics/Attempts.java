package io.emperor.vassal.metrics;

import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long the starts and the reloads of one vassal take that succeed, from when the attempt began
 * to when its generation serves. An attempt that waits for what it depends on begins when that is
 * there. Used by one thread at a time.
 */
final class Attempts {

  private static final int NONE = 0;

  private final Clock clock;
  private final Timer starts;
  private final Timer reloads;
  private int underWay = NONE;
  private boolean reload;
  private long begin;

  Attempts(MeterRegistry registry, String vassal) {
    clock = registry.config().clock();
    starts = timer(registry, vassal, "start", "Starts that succeeded, from loading to serving");
    reloads =
        timer(registry, vassal, "reload", "Reloads that succeeded, while a generation was serving");
  }

  private static Timer timer(
      MeterRegistry registry, String vassal, String what, String description) {
    return Timer.builder("emperor.vassal." + what + ".duration")
        .tag("vassal", vassal)
        .description(description)
        .register(registry);
  }

  List<Meter> meters() {
    return List.of(starts, reloads);
  }

  /** What is known of the vassal has changed. */
  void seen(VassalStatus now) {
    if (now.trying() || now.state() == VassalState.STARTING) {
      begun(now);
    } else {
      over(now);
    }
  }

  private void begun(VassalStatus now) {
    if (underWay != now.attempt()) {
      underWay = now.attempt();
      reload = now.state() == VassalState.RUNNING;
      begin = clock.monotonicTime();
    }
  }

  private void over(VassalStatus now) {
    boolean serves =
        now.state() == VassalState.RUNNING
            && now.generation() == underWay
            && now.attempt() == underWay;
    if (underWay != NONE && serves) {
      (reload ? reloads : starts).record(clock.monotonicTime() - begin, TimeUnit.NANOSECONDS);
    }
    underWay = NONE;
  }
}
