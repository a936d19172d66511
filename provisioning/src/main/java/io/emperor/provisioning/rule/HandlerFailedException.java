package io.emperor.provisioning.rule;

import java.util.Locale;

/** A handler has failed as often as is borne. */
public final class HandlerFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String handler;
  private final int failures;

  HandlerFailedException(Rule rule, int failures, String why) {
    super(
        failures == 1
            ? rule + ": the handler failed: " + why
            : String.format(
                Locale.ROOT, "%s: the handler failed %d times, at last: %s", rule, failures, why));
    this.handler = rule.handler();
    this.failures = failures;
  }

  /** As the rule names it. */
  public String handler() {
    return handler;
  }

  public int failures() {
    return failures;
  }
}
