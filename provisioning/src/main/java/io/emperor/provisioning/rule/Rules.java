package io.emperor.provisioning.rule;

import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.source.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * All rules, and what has become of them: looks at one snapshot after the other and runs the
 * handlers that are due. For one thread, which waits for the handlers; {@link #pending} is for any.
 */
public final class Rules {

  private final List<RuleRun> runs;
  private volatile List<String> pending;

  /**
   * Runs nothing yet.
   *
   * @param rules in the order in which their handlers run
   * @param schemas say what is valid
   * @param handlers run the handlers
   * @param failLimit so many failures of one rule, over all of its runs, are the end; 0 is no limit
   * @param interval how long a handler that has failed is left alone, if its input stays the same
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  public Rules(
      List<Rule> rules,
      Schemas schemas,
      Handlers handlers,
      int failLimit,
      Duration interval,
      LongSupplier nanos) {
    RuleCheck check = new RuleCheck(schemas);
    Retry retry = new Retry(failLimit, interval.toNanos(), nanos);
    this.runs = rules.stream().map(rule -> new RuleRun(rule, check, handlers, retry)).toList();
    this.pending = rules.stream().map(rule -> rule + " waits for a first look").toList();
  }

  /**
   * Looks at a snapshot: also at the same one again, after the interval, if it has not completed.
   *
   * @return whether all rules have completed
   * @throws HandlerFailedException if a handler has reached the limit of failures
   * @throws InterruptedException if the thread was interrupted while a handler ran, which was ended
   */
  public boolean turn(Snapshot snapshot) throws InterruptedException {
    for (RuleRun run : runs) {
      run.turn(snapshot);
    }
    // Each has its own say: a later rule that completes must not hide one that has not.
    pending = runs.stream().flatMap(run -> run.pending().stream()).toList();
    return pending.isEmpty();
  }

  /** What the rules would wait for, a line each without any value; no handler is run. */
  public List<String> unmet(Snapshot snapshot) {
    return runs.stream().flatMap(run -> run.unmet(snapshot).stream()).toList();
  }

  /** What has not completed, and why, a line each without any value. */
  public List<String> pending() {
    return pending;
  }
}
