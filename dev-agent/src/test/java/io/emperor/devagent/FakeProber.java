package io.emperor.devagent;

import io.emperor.devagent.base.Timer;
import io.emperor.devagent.probe.CheckProbe;
import io.emperor.devagent.probe.ProbeResult;
import io.emperor.devagent.probe.Prober;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs nothing; what comes of a check is the test's to say. */
public final class FakeProber implements Prober {

  /** A run that has begun and not ended. */
  public record Run(CheckProbe probe, Consumer<ProbeResult> found) {

    public void finds(String status, String output) {
      found.accept(new ProbeResult(status, output));
    }
  }

  private final List<Run> runs = new ArrayList<>();

  @Override
  public Timer.Appointment begin(CheckProbe probe, Consumer<ProbeResult> found) {
    Run run = new Run(probe, found);
    runs.add(run);
    return () -> runs.remove(run);
  }

  public int underWay() {
    return runs.size();
  }

  /** Takes the oldest run, which ends now. */
  public Run next() {
    return runs.remove(0);
  }
}
