package io.emperor.devagent;

import java.util.function.Consumer;

/** Runs checks, and makes nobody wait for them. */
interface Prober {

  /**
   * Begins a run.
   *
   * @param found told what came of it, later and on another thread, unless the run is cancelled
   */
  Timer.Appointment begin(Probe probe, Consumer<Finding> found);
}
