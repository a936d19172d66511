package io.emperor.devagent.probe;

import io.emperor.devagent.base.Timer;
import java.util.function.Consumer;

/** Runs checks, and makes nobody wait for them. */
public interface Prober {

  /**
   * Begins a run.
   *
   * @param found told what came of it, later and on another thread, unless the run is cancelled
   */
  Timer.Appointment begin(CheckProbe probe, Consumer<ProbeResult> found);
}
