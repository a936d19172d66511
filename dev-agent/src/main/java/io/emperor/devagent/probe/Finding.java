package io.emperor.devagent.probe;

import io.emperor.devagent.model.Check;

/** What came of one run of a check. */
public record Finding(String status, String output) {

  static Finding critical(String output) {
    return new Finding(Check.CRITICAL, output);
  }
}
