package io.emperor.consul;

import io.emperor.api.ConsulException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the agent answers. One line says when it stops to, and one when it does again. */
final class AgentContact {

  private static final Logger log = LoggerFactory.getLogger(AgentContact.class);

  private final AgentAddress agent;
  private final LongSupplier clock;
  private final AtomicReference<@Nullable Long> lostAt = new AtomicReference<>();
  private volatile boolean ended;

  AgentContact(AgentAddress agent, LongSupplier clock) {
    this.agent = agent;
    this.clock = clock;
  }

  /** Says nothing any more: requests that are cut off by the end are no sign of trouble. */
  void end() {
    ended = true;
  }

  boolean isLost() {
    return lostAt.get() != null;
  }

  void lost(ConsulException failure) {
    if (!ended && lostAt.compareAndSet(null, clock.getAsLong())) {
      log.warn(
          "The Consul agent at {} is gone ({}): vassals keep running and are registered again as"
              + " soon as it answers",
          agent,
          Failures.reason(failure));
    }
  }

  /** Says that what it answers is of no use. */
  void complain(String what, ConsulException failure) {
    log.warn("{} {}: {}", agent, what, failure.getMessage());
  }

  /** Notes an answer; {@code true} if the agent was lost before. */
  boolean answered() {
    Long since = lostAt.getAndSet(null);
    if (since != null) {
      Duration away = Duration.ofNanos(clock.getAsLong() - since);
      log.info("The Consul agent at {} answers again after {} s", agent, away.toSeconds());
    }
    return since != null;
  }
}
