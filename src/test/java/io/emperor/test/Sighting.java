package io.emperor.test;

/**
 * One service as one agent had it at one moment.
 *
 * @param nanos when, as {@link System#nanoTime}
 * @param agent the agent's name
 * @param service the service ID
 * @param content what the agent has registered, as JSON
 * @param status the status of its check, empty if it has none
 * @param output the output of its check
 */
record Sighting(
    long nanos, String agent, String service, String content, String status, String output) {

  /** Whether a heartbeat was late: Consul writes the check's output itself then. */
  boolean isExpired() {
    return status.equals("critical") && output.startsWith("TTL expired");
  }

  boolean isPassing() {
    return status.equals("passing");
  }
}
