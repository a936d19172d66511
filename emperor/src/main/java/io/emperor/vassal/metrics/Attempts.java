package io.emperor.vassal.metrics;

import io.emperor.metrics.Samples;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How long the starts and the reloads of one vassal take that succeed, from when the attempt began
 * to when its generation serves. An attempt that waits for what it depends on begins when that is
 * there. Written by one thread at a time, read by any.
 */
final class Attempts {

  private static final int NONE = 0;

  private final Clock clock;
  private volatile @Nullable Durations starts; // there with the first
  private volatile @Nullable Durations reloads;
  private int underWay = NONE;
  private boolean reload;
  private long begin;

  Attempts(Clock clock) {
    this.clock = clock;
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
      succeeded(clock.monotonicTime() - begin);
    }
    underWay = NONE;
  }

  private void succeeded(long nanos) {
    Durations known = reload ? reloads : starts;
    Durations durations = known == null ? new Durations(clock) : known;
    durations.record(nanos);
    if (reload) {
      reloads = durations;
    } else {
      starts = durations;
    }
  }

  void collect(Samples into, String vassal) {
    collect(into, vassal, "start", "Starts that succeeded, from loading to serving", starts);
    collect(
        into, vassal, "reload", "Reloads that succeeded, while a generation was serving", reloads);
  }

  private static void collect(
      Samples into, String vassal, String what, String help, @Nullable Durations durations) {
    into.summary(
        "emperor_vassal_" + what + "_duration_seconds",
        help,
        durations == null ? 0 : durations.count(),
        durations == null ? 0 : durations.seconds(),
        durations == null ? 0 : durations.max(),
        "vassal",
        vassal);
  }
}
