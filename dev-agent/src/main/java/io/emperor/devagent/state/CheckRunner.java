package io.emperor.devagent.state;

import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.probe.ProbePlan;
import io.emperor.devagent.probe.ProbeResult;
import io.emperor.devagent.probe.Prober;
import java.util.function.Consumer;

/** Runs a check again and again: an interval after each run ends. Under the store's lock. */
final class CheckRunner {

  private static final int PARTS_BEFORE_FIRST = 20;

  private final ProbePlan plan;
  private final Prober prober;
  private final LockedTimer timer;
  private final Consumer<ProbeResult> told;
  private final Thresholds thresholds;
  private Timer.Appointment next = () -> {};
  private boolean stopped;

  CheckRunner(ProbePlan plan, Prober prober, LockedTimer timer, Consumer<ProbeResult> told) {
    this.plan = plan;
    this.prober = prober;
    this.timer = timer;
    this.told = told;
    thresholds = new Thresholds(plan.successes(), plan.failures());
  }

  /** The first run comes soon: who starts a service wants to see it. */
  void start() {
    next = timer.after(plan.interval().dividedBy(PARTS_BEFORE_FIRST), this::run);
  }

  private void run() {
    next = prober.begin(plan.probe(), finding -> timer.lock().accept(() -> hasFound(finding)));
  }

  private void hasFound(ProbeResult finding) {
    if (stopped) {
      return;
    }
    next = timer.after(plan.interval(), this::run);
    if (thresholds.isReachedBy(finding.status())) {
      told.accept(finding);
    }
  }

  void stop() {
    stopped = true;
    next.cancel();
  }
}
