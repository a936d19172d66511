package io.emperor.devagent;

/** What came of one run of a check. */
record Finding(String status, String output) {

  static Finding critical(String output) {
    return new Finding(Check.CRITICAL, output);
  }
}
