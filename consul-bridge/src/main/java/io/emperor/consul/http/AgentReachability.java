package io.emperor.consul.http;

import io.emperor.api.ConsulException;
import io.emperor.consul.settings.AgentAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an agent answers. One line says when it stops to, and one when it does again. Safe for
 * use by many threads.
 */
public final class AgentReachability {

  private static final Logger log = LoggerFactory.getLogger(AgentReachability.class);

  /** An agent that can't serve apps may still take heartbeats: others are asked first so long. */
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private enum State {
    FINE,
    DOUBTED,
    LOST
  }

  /** How it is, since when, and why in a few words. */
  private record Condition(State state, long sinceNanos, String why) {}

  /** What it answers is of no use. */
  private record Useless(boolean forbidden, String words) {}

  private final AgentAddress agent;
  private final LongSupplier clock;
  private final AtomicReference<Condition> condition;
  private volatile long heardAt;
  private volatile @Nullable Long spokeAt;
  private volatile @Nullable Useless useless;
  private volatile boolean ended;

  public AgentReachability(AgentAddress agent, LongSupplier clock) {
    this.agent = agent;
    this.clock = clock;
    this.heardAt = clock.getAsLong();
    this.condition = new AtomicReference<>(new Condition(State.FINE, heardAt, ""));
  }

  public AgentAddress agent() {
    return agent;
  }

  /** Says nothing any more: requests that are cut off by the end are no sign of trouble. */
  public void end() {
    ended = true;
  }

  private Condition now() {
    return Objects.requireNonNull(condition.get());
  }

  public boolean isLost() {
    return now().state() == State.LOST;
  }

  /** How long the agent has been lost; zero if it is not. */
  public Duration lostFor() {
    Condition now = now();
    return now.state() == State.LOST ? age(now) : Duration.ZERO;
  }

  private Duration age(Condition of) {
    return Duration.ofNanos(clock.getAsLong() - of.sinceNanos());
  }

  /** How good a choice the agent is for a request that others can serve as well: less is better. */
  public int rank() {
    Condition now = now();
    return switch (now.state()) {
      case FINE -> 0;
      case DOUBTED -> age(now).compareTo(DOUBT) < 0 ? 1 : 0;
      case LOST -> 2;
    };
  }

  /** An app's request was not served. Answers whether that is news. */
  public boolean doubt() {
    Condition before = now();
    return rank() == 0
        && condition.compareAndSet(before, new Condition(State.DOUBTED, clock.getAsLong(), ""));
  }

  public void lost(ConsulException failure) {
    if (ended) {
      return;
    }
    String why = Failures.reason(failure);
    Condition lost = new Condition(State.LOST, clock.getAsLong(), why);
    Condition before = condition.getAndUpdate(now -> now.state() == State.LOST ? now : lost);
    if (Objects.requireNonNull(before).state() != State.LOST) {
      log.warn(
          "The Consul agent at {} is gone ({}): vassals keep running and are registered again as"
              + " soon as an agent answers",
          agent,
          why);
    }
  }

  /** It took a heartbeat just now. */
  public void heard() {
    heardAt = clock.getAsLong();
  }

  /** Whether it took a heartbeat meanwhile: then it is slow in something else, not gone. */
  public boolean wasHeardSince(long moment) {
    return heardAt - moment > 0;
  }

  /** It said something just now, be it no. */
  public void spoke() {
    spokeAt = clock.getAsLong();
  }

  /** How long ago it said something, if it ever did. */
  public Optional<Duration> silentFor() {
    return Optional.ofNullable(spokeAt).map(at -> Duration.ofNanos(clock.getAsLong() - at));
  }

  /** What it answers is of no use, because of the token or because it is no agent. */
  public void useless(boolean forbidden, String what, ConsulException failure) {
    complain(what, failure);
    String why = forbidden ? OpenProblem.advice(failure) : "check --consul-agent";
    useless = new Useless(forbidden, what + " (" + Failures.reason(failure) + "); " + why);
  }

  /** What it answers is of use. */
  public void useful() {
    useless = null;
  }

  /** How the agent is, for operators. */
  public AgentView.State state() {
    Useless now = useless;
    if (isLost()) {
      return AgentView.State.GONE;
    }
    if (now != null) {
      return now.forbidden() ? AgentView.State.REFUSING : AgentView.State.UNUSABLE;
    }
    return spokeAt == null ? AgentView.State.UNTRIED : AgentView.State.REACHABLE;
  }

  /** What is wrong and what to do, in a line; empty if nothing is. */
  public String trouble() {
    Condition now = now();
    Useless answers = useless;
    if (now.state() == State.LOST) {
      return String.format(
          Locale.ROOT,
          "gone for %d s (%s); look whether Consul runs there: what is registered comes back with it, or moves to the next agent",
          age(now).toSeconds(),
          Failures.oneLine(now.why()));
    }
    return answers == null ? "" : Failures.oneLine(answers.words());
  }

  /** Says that what it answers is of no use. */
  public void complain(String what, ConsulException failure) {
    log.warn("{} {}: {}", agent, what, failure.getMessage());
  }

  /** Notes an answer; {@code true} if the agent was lost before. */
  public boolean answered() {
    Condition before = now();
    if (before.state() != State.LOST
        || !condition.compareAndSet(before, new Condition(State.FINE, clock.getAsLong(), ""))) {
      return false;
    }
    log.info("The Consul agent at {} answers again after {} s", agent, age(before).toSeconds());
    return true;
  }
}
