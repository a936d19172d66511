package io.emperor.provisioning.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.source.Snapshot;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has become of one rule. For one thread. */
final class RuleRun {

  private static final Logger log = LoggerFactory.getLogger(RuleRun.class);

  private final Rule rule;
  private final RuleCheck check;
  private final Handlers handlers;
  private final Retry retry;
  private @Nullable ObjectNode completedWith;
  private @Nullable ObjectNode failedWith;
  private long failedAt;
  private int failures;
  private String lastFailure = "";
  private @Nullable String pending;

  RuleRun(Rule rule, RuleCheck check, Handlers handlers, Retry retry) {
    this.rule = rule;
    this.check = check;
    this.handlers = handlers;
    this.retry = retry;
  }

  /** Why it has not completed, with its name; empty if it has. */
  Optional<String> pending() {
    return Optional.ofNullable(pending);
  }

  /** What it would wait for, with its name; empty if nothing. */
  Optional<String> unmet(Snapshot snapshot) {
    Due due = check.of(rule, snapshot);
    return due.isDue() ? Optional.empty() : Optional.of(waitsFor(due));
  }

  private String waitsFor(Due due) {
    return rule + " waits for " + due.missing();
  }

  /** Runs the handler, if it is due. */
  void turn(Snapshot snapshot) throws InterruptedException {
    if (completedWith != null && !rule.again()) {
      return;
    }
    Due due = check.of(rule, snapshot);
    if (!due.isDue()) {
      // What has completed stays complete: it is the new input that is not there.
      pending = completedWith != null ? null : waitsFor(due);
    } else if (due.input().equals(completedWith)) {
      pending = null;
    } else if (!due.input().equals(failedWith) || retry.isDue(failedAt)) {
      run(due.input());
    }
  }

  private void run(ObjectNode input) throws InterruptedException {
    Optional<String> failure = handlers.run(rule, input);
    if (failure.isPresent()) {
      failed(input, failure.get());
      return;
    }
    log.info("{}: the handler has completed", rule);
    completedWith = input;
    failedWith = null;
    lastFailure = "";
    pending = null;
  }

  private void failed(ObjectNode input, String why) {
    failures++;
    failedWith = input;
    failedAt = retry.now();
    String words =
        String.format(
            Locale.ROOT,
            "%s: handler %s failed %s: %s",
            rule,
            rule.handler(),
            retry.failLimit() > 0
                ? String.format(Locale.ROOT, "%d of %d times", failures, retry.failLimit())
                : String.format(Locale.ROOT, "%d times", failures),
            why);
    pending = words;
    if (retry.isTheEnd(failures)) {
      throw new HandlerFailedException(rule, failures, why);
    }
    if (why.equals(lastFailure)) {
      log.debug("{}", words);
    } else {
      log.warn("{}", words);
    }
    lastFailure = why;
  }
}
