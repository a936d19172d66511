package io.emperor.consul.watch;

import io.emperor.consul.settings.AgentAddress;
import java.time.Duration;
import okhttp3.Call;

/** A request that is under way. Safe for use by many threads. */
final class PendingRequest {

  private final AgentAddress agent;
  private final Call call;
  private final Duration longest;
  private final long startedAt;
  private volatile boolean calledBack;

  PendingRequest(AgentAddress agent, Call call, Duration longest, long startedAt) {
    this.agent = agent;
    this.call = call;
    this.longest = longest;
    this.startedAt = startedAt;
  }

  /** Who was asked. */
  AgentAddress agent() {
    return agent;
  }

  /** How long the agent was asked to wait for a change. */
  Duration longest() {
    return longest;
  }

  /** Whether it waits for a change, instead of being answered at once. */
  boolean isWaiting() {
    return !longest.isZero();
  }

  long startedAt() {
    return startedAt;
  }

  /** Whether its failure was asked for and says nothing about Consul. */
  boolean isCalledBack() {
    return calledBack;
  }

  void callBack() {
    calledBack = true;
    call.cancel();
  }
}
