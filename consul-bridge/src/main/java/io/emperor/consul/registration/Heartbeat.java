package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.base.JitteredInterval;
import io.emperor.base.SerialTask;
import io.emperor.consul.http.Meters.Beat;
import io.emperor.consul.http.OpenProblem;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one service's health, a third of its TTL apart and whenever the status changes. It sends
 * what the supervisor said last, and never asks an app.
 */
final class Heartbeat {

  private final Placement placement;
  private final OpenProblem problem;
  private final Supplier<DesiredState> want;
  private final Consumer<String> registerAgain;
  private final RegistrationContext context;
  private final SerialTask task;
  private final HeartbeatDelay delays = new HeartbeatDelay();
  private volatile LastHealth health;
  private volatile Health.@Nullable Status sent;
  private volatile boolean correcting;
  private volatile @Nullable HeartbeatRequest message; // the last
  private @Nullable Future<?> timer; // guarded by this

  /**
   * Sends nothing yet.
   *
   * @param registerAgain told why, when the agent has lost the check
   */
  Heartbeat(
      Placement placement,
      OpenProblem problem,
      Supplier<DesiredState> want,
      Consumer<String> registerAgain,
      RegistrationContext context) {
    this.placement = placement;
    this.problem = problem;
    this.want = want;
    this.registerAgain = registerAgain;
    this.context = context;
    this.health = new LastHealth(Health.passing(), context.now(), false);
    this.task = new SerialTask(beat -> placement.connection().beat(beat), this::beat);
  }

  /** The health to send now. */
  Health healthNow(ServiceDefinition definition) {
    return health.at(context.now(), definition.ttl());
  }

  /** Says this from now on, without sending it: something else will. */
  void note(Health now) {
    health = new LastHealth(now, context.now(), false);
  }

  /** Says this until something else is said, and soon if the agent was told another status. */
  void lasting(Health now) {
    health = new LastHealth(now, context.now(), true);
    healthChanged(now.status());
  }

  /** Says this from now on, and soon if the agent was told another status. */
  void health(Health now) {
    note(now);
    healthChanged(now.status());
  }

  /** Sends soon, and from then on again and again while the service is wanted. */
  void now() {
    delays.triggered(context.now());
    task.trigger();
  }

  /** Sends soon, because the agent shows something else. */
  void correct() {
    correcting = true;
    now();
  }

  /** The status that the agent was told last, if any. */
  Health.@Nullable Status sent() {
    return sent;
  }

  /** Goes on after a registration that carried a status. */
  void registeredWith(Health.Status status, ServiceDefinition definition) {
    sent = status;
    message = null; // its ID may be written differently
    schedule(definition);
    compare(definition);
  }

  /** Sends soon if the agent was told another status than that of now. */
  void compare(ServiceDefinition definition) {
    healthChanged(healthNow(definition).status());
  }

  private void healthChanged(Health.Status status) {
    if (status != sent) {
      now();
    }
  }

  private void beat() {
    ServiceDefinition definition = want.get().definition();
    long due = delays.begin(context.now());
    if (definition == null) {
      return;
    }
    try {
      AgentConnection connection = placement.connection();
      if (placement.isConfirmed()) {
        send(connection, definition, due);
      }
    } finally {
      schedule(definition);
    }
  }

  private void send(AgentConnection connection, ServiceDefinition definition, long due) {
    if (connection.reachability().isLost()) {
      context.meters().beat(Beat.FAILED);
      return;
    }
    Health now = healthNow(definition);
    if (isBetter(now) && want.get().isPending()) {
      return; // good news of what is not registered yet would be said of what was: it can wait
    }
    sent = now.status();
    Beat outcome = Beat.FAILED;
    try {
      connection.services().beat(message(connection, definition, now));
      outcome = isLate(due, definition.ttl()) ? Beat.LATE : Beat.SENT;
      taken(connection);
    } catch (ConsulException e) {
      failed(connection, e);
    } finally {
      context.meters().beat(outcome);
    }
    // The supervisor may have said something else since, and compared it with what was sent before.
    compare(definition);
  }

  private HeartbeatRequest message(
      AgentConnection connection, ServiceDefinition definition, Health now) {
    HeartbeatRequest last = message;
    if (last != null && last.health().equals(now)) {
      return last;
    }
    HeartbeatRequest next = connection.services().message(definition, now);
    message = next;
    return next;
  }

  private boolean isLate(long due, Duration ttl) {
    return context.now() - due > ttl.toNanos() / 3;
  }

  private void taken(AgentConnection connection) {
    connection.reachability().heard();
    if (want.get().inSync()) {
      problem.settled();
    }
    if (correcting) {
      correcting = false;
      context.meters().corrected();
    }
  }

  private boolean isBetter(Health now) {
    Health.Status before = sent;
    return before != null && now.status().compareTo(before) < 0;
  }

  private void failed(AgentConnection connection, ConsulException failure) {
    if (AgentServices.isUnknown(failure)) {
      registerAgain.accept("Consul does not know its check any more");
      connection.trigger().doubted();
    } else if (failure.kind() == Kind.UNAVAILABLE) {
      connection.trigger().failed(failure);
    } else {
      problem.about(failure);
    }
  }

  private synchronized void schedule(ServiceDefinition definition) {
    Future<?> before = timer;
    if (before != null) {
      before.cancel(false);
    }
    long delay = delayNanos(definition.ttl());
    delays.scheduled(context.now() + delay);
    try {
      timer = context.timer().schedule(task::trigger, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The bridge is closed: no heart beats any more.
      timer = null;
    }
  }

  /** A third of the TTL or a bit less, and no later than the moment the last health is too old. */
  private long delayNanos(Duration ttl) {
    long next = new JitteredInterval(ttl.dividedBy(3)).delay(context.now(), context.random());
    long fresh = health.nanosLeft(context.now(), ttl);
    return fresh > 0 ? Math.min(next, fresh + TimeUnit.MILLISECONDS.toNanos(1)) : next;
  }
}
