package io.emperor.consul;

import io.emperor.api.ConsulException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an agent answers. One line says when it stops to, and one when it does again. Safe for
 * use by many threads.
 */
final class AgentContact {

  private static final Logger log = LoggerFactory.getLogger(AgentContact.class);

  /** An agent that can't serve apps may still take heartbeats: others are asked first so long. */
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private enum State {
    FINE,
    DOUBTED,
    LOST
  }

  private record Standing(State state, long sinceNanos) {}

  private final AgentAddress agent;
  private final LongSupplier clock;
  private final AtomicReference<Standing> standing;
  private volatile long heardAt;
  private volatile boolean ended;

  AgentContact(AgentAddress agent, LongSupplier clock) {
    this.agent = agent;
    this.clock = clock;
    this.heardAt = clock.getAsLong();
    this.standing = new AtomicReference<>(new Standing(State.FINE, heardAt));
  }

  AgentAddress agent() {
    return agent;
  }

  /** Says nothing any more: requests that are cut off by the end are no sign of trouble. */
  void end() {
    ended = true;
  }

  private Standing now() {
    return Objects.requireNonNull(standing.get());
  }

  boolean isLost() {
    return now().state() == State.LOST;
  }

  /** How long the agent has been lost; zero if it is not. */
  Duration lostFor() {
    Standing now = now();
    return now.state() == State.LOST ? age(now) : Duration.ZERO;
  }

  private Duration age(Standing of) {
    return Duration.ofNanos(clock.getAsLong() - of.sinceNanos());
  }

  /** How good a choice the agent is for a request that others can serve as well: less is better. */
  int rank() {
    Standing now = now();
    return switch (now.state()) {
      case FINE -> 0;
      case DOUBTED -> age(now).compareTo(DOUBT) < 0 ? 1 : 0;
      case LOST -> 2;
    };
  }

  /** An app's request was not served. Answers whether that is news. */
  boolean doubt() {
    Standing before = now();
    return rank() == 0
        && standing.compareAndSet(before, new Standing(State.DOUBTED, clock.getAsLong()));
  }

  void lost(ConsulException failure) {
    if (ended) {
      return;
    }
    Standing lost = new Standing(State.LOST, clock.getAsLong());
    Standing before = standing.getAndUpdate(now -> now.state() == State.LOST ? now : lost);
    if (Objects.requireNonNull(before).state() != State.LOST) {
      log.warn(
          "The Consul agent at {} is gone ({}): vassals keep running and are registered again as"
              + " soon as an agent answers",
          agent,
          Failures.reason(failure));
    }
  }

  /** It took a heartbeat just now. */
  void heard() {
    heardAt = clock.getAsLong();
  }

  /** Whether it took a heartbeat meanwhile: then it is slow in something else, not gone. */
  boolean wasHeardSince(long moment) {
    return heardAt - moment > 0;
  }

  /** Says that what it answers is of no use. */
  void complain(String what, ConsulException failure) {
    log.warn("{} {}: {}", agent, what, failure.getMessage());
  }

  /** Notes an answer; {@code true} if the agent was lost before. */
  boolean answered() {
    Standing before = now();
    if (before.state() != State.LOST
        || !standing.compareAndSet(before, new Standing(State.FINE, clock.getAsLong()))) {
      return false;
    }
    log.info("The Consul agent at {} answers again after {} s", agent, age(before).toSeconds());
    return true;
  }
}
