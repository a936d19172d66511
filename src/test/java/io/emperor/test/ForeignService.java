package io.emperor.test;

import io.emperor.consul.ConsulAgentProcess;

/** A service that somebody else has registered: a database, say. */
record ForeignService(ConsulAgentProcess agent, String name) {

  private static final String REGISTRATION =
      """
      {"Name": "%s", "Check": {"CheckID": "of-%s", "TTL": "1h", "Status": "%s"}}
      """;

  /** Registers it, once. */
  ForeignService critical() {
    return registered("critical");
  }

  /** Registers it, once, and nobody ever sees it critical. */
  ForeignService passing() {
    return registered("passing");
  }

  /** Makes a registered one passing. */
  void pass() {
    tell("/v1/agent/check/pass/of-" + name, "");
  }

  /** Makes a registered one critical again. */
  void fail() {
    tell("/v1/agent/check/fail/of-" + name, "");
  }

  private ForeignService registered(String status) {
    tell("/v1/agent/service/register", REGISTRATION.formatted(name, name, status));
    return this;
  }

  private void tell(String path, String body) {
    String refusal = agent.put(path, body);
    if (!refusal.isEmpty()) {
      throw new AssertionError(refusal);
    }
  }
}
