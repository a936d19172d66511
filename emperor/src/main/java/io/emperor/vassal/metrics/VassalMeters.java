package io.emperor.vassal.metrics;

import io.emperor.http.Traffic;
import io.emperor.metrics.Collector;
import io.emperor.metrics.Samples;
import io.emperor.provisioning.InputsView;
import io.emperor.runtime.process.ProcessUse;
import io.emperor.runtime.shared.ThreadCensus;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is measured of every vassal, for as long as there is that vassal: nothing of one that is
 * gone stays. Thread safe.
 */
public final class VassalMeters implements VassalWatcher, Collector {

  private final io.micrometer.core.instrument.Clock ticks;
  private final Clock clock;
  private final Predicate<String> present;
  private final Function<String, Optional<InputsView>> inputs;
  private final ThreadCensus threads;
  private final ProcessUse processes = new ProcessUse(Path.of("/proc"));
  private final Map<String, VassalMeter> all = new ConcurrentHashMap<>();

  /**
   * Measures nothing yet.
   *
   * @param ticks measures how long something takes
   * @param clock tells the time for people
   * @param present whether there is a vassal of a name
   * @param inputs what a vassal of a name needs before it starts
   */
  public VassalMeters(
      io.micrometer.core.instrument.Clock ticks,
      Clock clock,
      Predicate<String> present,
      Function<String, Optional<InputsView>> inputs) {
    this.ticks = ticks;
    this.clock = clock;
    this.present = present;
    this.inputs = inputs;
    this.threads = new ThreadCensus(ticks::monotonicTime);
  }

  @Override
  public void changed(VassalStatus now) {
    var unused =
        all.compute(
            now.name(),
            (name, known) -> {
              VassalMeter meter = known == null ? meter(now) : known;
              meter.changed(now);
              return meter;
            });
  }

  private VassalMeter meter(VassalStatus now) {
    return new VassalMeter(ticks, threads, processes, now);
  }

  @Override
  public void collect(Samples into) {
    all.forEach(
        (vassal, meter) -> {
          meter.collect(into);
          inputs
              .apply(vassal)
              .ifPresent(view -> new VassalInputs(vassal, view, clock).collect(into));
        });
  }

  /** What comes back while it goes is a vassal again before the old one's end is told. */
  @Override
  public void gone(String vassal) {
    var unused = all.computeIfPresent(vassal, (name, meter) -> present.test(name) ? meter : null);
  }

  /** What a vassal's port tells of requests. */
  public Traffic traffic(String vassal) {
    VassalMeter meter = all.get(vassal);
    return meter == null ? Traffic.UNMEASURED : meter.traffic();
  }

  /**
   * What a vassal does and takes now. May read files.
   *
   * @param vassal its name
   * @return empty if there is none
   */
  public Optional<VassalLoad> load(String vassal) {
    return Optional.ofNullable(all.get(vassal)).map(meter -> meter.load(clock.instant()));
  }
}
