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

  private final Placement pin;
  private final OpenProblem complaint;
  private final Supplier<DesiredState> want;
  private final Consumer<String> registerAgain;
  private final RegistrationContext workshop;
  private final SerialTask task;
  private final HeartbeatDelay punctuality = new HeartbeatDelay();
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
      Placement pin,
      OpenProblem complaint,
      Supplier<DesiredState> want,
      Consumer<String> registerAgain,
      RegistrationContext workshop) {
    this.pin = pin;
    this.complaint = complaint;
    this.want = want;
    this.registerAgain = registerAgain;
    this.workshop = workshop;
    this.health = new LastHealth(Health.passing(), workshop.now());
    this.task = new SerialTask(beat -> pin.station().beat(beat), this::beat);
  }

  /** The health to send now. */
  Health healthNow(ServiceDefinition definition) {
    return health.at(workshop.now(), definition.ttl());
  }

  /** Says this from now on, without sending it: something else will. */
  void note(Health now) {
    health = new LastHealth(now, workshop.now());
  }

  /** Says this from now on, and soon if the agent was told another status. */
  void health(Health now) {
    note(now);
    healthChanged(now.status());
  }

  /** Sends soon, and from then on again and again while the service is wanted. */
  void now() {
    punctuality.triggered(workshop.now());
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
    long due = punctuality.begin(workshop.now());
    if (definition == null) {
      return;
    }
    try {
      AgentConnection station = pin.station();
      if (pin.isConfirmed()) {
        send(station, definition, due);
      }
    } finally {
      schedule(definition);
    }
  }

  private void send(AgentConnection station, ServiceDefinition definition, long due) {
    if (station.contact().isLost()) {
      workshop.meters().beat(Beat.FAILED);
      return;
    }
    Health now = healthNow(definition);
    if (isBetter(now) && want.get().isPending()) {
      return; // good news of what is not registered yet would be said of what was: it can wait
    }
    sent = now.status();
    Beat outcome = Beat.FAILED;
    try {
      station.services().beat(message(station, definition, now));
      outcome = isLate(due, definition.ttl()) ? Beat.LATE : Beat.SENT;
      taken(station);
    } catch (ConsulException e) {
      failed(station, e);
    } finally {
      workshop.meters().beat(outcome);
    }
    // The supervisor may have said something else since, and compared it with what was sent before.
    compare(definition);
  }

  private HeartbeatRequest message(
      AgentConnection station, ServiceDefinition definition, Health now) {
    HeartbeatRequest last = message;
    if (last != null && last.health().equals(now)) {
      return last;
    }
    HeartbeatRequest next = station.services().message(definition, now);
    message = next;
    return next;
  }

  private boolean isLate(long due, Duration ttl) {
    return workshop.now() - due > ttl.toNanos() / 3;
  }

  private void taken(AgentConnection station) {
    station.contact().heard();
    if (want.get().inSync()) {
      complaint.settled();
    }
    if (correcting) {
      correcting = false;
      workshop.meters().corrected();
    }
  }

  private boolean isBetter(Health now) {
    Health.Status before = sent;
    return before != null && now.status().compareTo(before) < 0;
  }

  private void failed(AgentConnection station, ConsulException failure) {
    if (AgentServices.isUnknown(failure)) {
      registerAgain.accept("Consul does not know its check any more");
      station.trouble().doubted();
    } else if (failure.kind() == Kind.UNAVAILABLE) {
      station.trouble().failed(failure);
    } else {
      complaint.about(failure);
    }
  }

  private synchronized void schedule(ServiceDefinition definition) {
    Future<?> before = timer;
    if (before != null) {
      before.cancel(false);
    }
    long delay = delayNanos(definition.ttl());
    punctuality.scheduled(workshop.now() + delay);
    try {
      timer = workshop.timer().schedule(task::trigger, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The bridge is closed: no heart beats any more.
      timer = null;
    }
  }

  /** A third of the TTL or a bit less, and no later than the moment the last health is too old. */
  private long delayNanos(Duration ttl) {
    long next = new JitteredInterval(ttl.dividedBy(3)).delay(workshop.now(), workshop.random());
    long fresh = health.nanosLeft(workshop.now(), ttl);
    return fresh > 0 ? Math.min(next, fresh + TimeUnit.MILLISECONDS.toNanos(1)) : next;
  }
}
