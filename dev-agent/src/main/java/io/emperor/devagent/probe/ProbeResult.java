package io.emperor.devagent.probe;

import io.emperor.devagent.model.Check;

/** What came of one run of a check. */
public record ProbeResult(String status, String output) {

  static ProbeResult critical(String output) {
    return new ProbeResult(Check.CRITICAL, output);
  }
}
