package io.emperor.vassal;

import io.emperor.config.DurationFormat;
import io.emperor.runtime.ToldFailures;
import io.emperor.vassal.status.CheckOutput;
import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.status.VassalEvent;
import io.emperor.vassal.step.Leftovers;
import io.emperor.vassal.step.StartProblem;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about a start that has failed, and about what served and is gone: what people are
 * told, and when the next attempt is. Used by its supervisor's queue alone.
 */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final StatusRecorder status;
  private final ActiveService service;
  private final Restarts restarts;
  private final Runnable attempt;
  private final ToldFailures told = new ToldFailures();
  private Leftovers left = Leftovers.NONE;

  /**
   * Of a vassal of which nothing has failed so far.
   *
   * @param attempt makes another attempt
   */
  Recovery(StatusRecorder status, ActiveService service, Restarts restarts, Runnable attempt) {
    this.status = status;
    this.service = service;
    this.restarts = restarts;
    this.attempt = attempt;
  }

  /** Nothing that was told counts any more. */
  void beginAnew() {
    told.forget();
  }

  /** What the log has told. */
  ToldFailures told() {
    return told;
  }

  /** What is of use for the next attempt alone. */
  Leftovers left() {
    return left;
  }

  /** That attempt is made. */
  void tries() {
    left = Leftovers.NONE;
  }

  /** A start has failed, and has left nothing behind. */
  void failed(StartAttempt failed, StartProblem problem) {
    String reason = problem.message();
    log.debug("generation {} failed", failed.number(), problem.cause());
    if (problem.isDisowned()) {
      service.failsToStart(reason);
      service.leave();
    } else if (failed.isAsked() && service.rests()) {
      service.failsToStart(reason);
    }
    if (problem.isMissingApp()) {
      service.leave();
      status.move(VassalEvent.APP_MISSING, reason);
      log.warn("cursed until its files change: {}", reason);
    } else if (problem.isLasting()) {
      String what = status.life().serves() ? stays(failed.number()) : "cursed";
      status.move(VassalEvent.UNUSABLE, status.life().serves() ? what + ": " + reason : reason);
      log.warn("{} until its files change: {}", what, reason);
      if (!status.life().serves()) {
        service.leave();
      }
    } else if (status.life().serves() && service.isAwake() && !failed.isAsked()) {
      status.move(VassalEvent.FAILED, "can't be put to rest: " + reason);
      log.warn("can't be put to rest: {}", reason);
    } else {
      tryLater(failed.number(), reason, told.news(problem.cause()));
    }
  }

  private void tryLater(int generation, String failure, @Nullable Throwable trace) {
    boolean exclusive = status.life().serves() && Exclusive.isWanted(failure);
    left = left.withLibrary(!status.life().serves() && Exclusive.isLibrary(failure));
    String reason = exclusive ? failure + "; " + Exclusive.REMEDY : failure;
    Duration delay = restarts.afterFailedStart();
    String plan = "%s; next attempt in %s".formatted(reason, DurationFormat.format(delay));
    String what = status.life().serves() ? stays(generation) : "failed to start";
    status.move(VassalEvent.FAILED, status.life().serves() ? what + ": " + plan : plan);
    log.warn("{}: {}", what, plan, trace);
    tryAfter(delay);
  }

  private String stays(int failed) {
    return String.format(
        Locale.ROOT,
        "generation %d failed, generation %d goes on %s",
        failed,
        service.number(),
        service.rests() ? "resting" : "serving");
  }

  /** What served is gone, or as good as that: it stays registered as critical until the next. */
  void crashed(String why, boolean pause) {
    Duration delay = restarts.afterCrash(pause);
    String next =
        delay.isZero()
            ? "started again at once"
            : "next attempt in " + DurationFormat.format(delay);
    left = left.withPort(service.crash(why, CheckOutput.of(why) + "; " + next));
    if (status.life().trying()) {
      status.carriesOn(); // a reload is on its way in any case
      service.holdPort();
    } else {
      tryAfter(delay);
    }
  }

  private void tryAfter(Duration delay) {
    int last = status.life().attempt();
    if (delay.isZero()) {
      service.holdPort();
    } else {
      service.turnAway(delay);
    }
    restarts.plan(delay, () -> retry(last));
  }

  /** Unless somebody else has begun another attempt meanwhile. */
  private void retry(int last) {
    if (status.life().attempt() == last) {
      status.restarts();
      attempt.run();
    }
  }
}
