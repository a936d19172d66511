package io.emperor.consul.registration;

import static io.emperor.api.Health.Status.CRITICAL;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.base.SerialTask;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.OpenProblem;
import io.emperor.consul.http.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What should be in Consul under one service ID, and the work of making it so. Its writes happen
 * one after another.
 */
public final class DesiredService {

  private static final Logger log = LoggerFactory.getLogger(DesiredService.class);

  private final String owner;
  private final RegistrationContext workshop;
  private final Consumer<DesiredService> whenGone;
  private final AtomicReference<DesiredState> want;
  private final Placement pin;
  private final SerialTask writer;
  private final Heartbeat heartbeat;
  private final OpenProblem complaint;
  private final StaleRegistrations stale;
  private volatile String id; // as it is registered
  private volatile boolean registeredBefore;
  private volatile boolean correcting;

  /**
   * Begins with nothing written.
   *
   * @param owner the emperor's name: only what carries it in Consul is ever touched
   * @param station where it is registered, or was found
   * @param whenGone called when nothing of it is left in Consul
   */
  DesiredService(
      String id,
      String owner,
      DesiredState want,
      AgentConnection station,
      RegistrationContext workshop,
      Consumer<DesiredService> whenGone) {
    this.id = id;
    this.owner = owner;
    this.workshop = workshop;
    this.whenGone = whenGone;
    this.want = new AtomicReference<>(want);
    this.correcting = want.definition() == null; // it was found, and nobody wants it
    this.pin = new Placement(station);
    this.complaint =
        new OpenProblem(id, want.definition() == null ? id : want.definition().vassal());
    this.stale = new StaleRegistrations(owner, pin, complaint, workshop.meters());
    this.writer = new SerialTask(task -> station().write(task), this::write);
    this.heartbeat = new Heartbeat(pin, complaint, this::want, this::registerAgain, workshop);
  }

  public String id() {
    return id;
  }

  String vassal() {
    return complaint.vassal();
  }

  DesiredState want() {
    return Objects.requireNonNull(want.get());
  }

  public @Nullable ServiceDefinition definition() {
    return want().definition();
  }

  AgentConnection station() {
    return pin.station();
  }

  Placement pin() {
    return pin;
  }

  public OpenProblem complaint() {
    return complaint;
  }

  /** How it stands with it, for operators. */
  RegistrationView view() {
    DesiredState now = want();
    AgentConnection at = station();
    boolean confirmed = now.definition() != null && now.inSync() && pin.isConfirmed();
    return new RegistrationView(at.agent(), confirmed, now.maintenance().isOn(), trouble(at));
  }

  /** What an agent that is gone has refused before matters no more. */
  private String trouble(AgentConnection at) {
    String agents = at.contact().trouble();
    boolean own = complaint.isOpen() && !at.contact().isLost();
    return own || agents.isEmpty() ? complaint.words() : at + ": " + agents;
  }

  boolean isGone() {
    DesiredState now = want();
    return now.definition() == null && now.inSync() && pin.left().isEmpty();
  }

  void health(Health now) {
    heartbeat.health(now);
  }

  /**
   * Sends the health soon, for an agent that was away; not if it has to be registered again, which
   * says it, too.
   */
  void assertHealth() {
    if (want().inSync()) {
      heartbeat.now();
    }
  }

  /** Wants something else from now on and writes it soon. */
  void want(UnaryOperator<DesiredState> change) {
    replace(change);
    writeSoon();
  }

  private void replace(UnaryOperator<DesiredState> change) {
    ServiceDefinition next = Objects.requireNonNull(want.updateAndGet(change)).definition();
    if (next != null) {
      complaint.about(next.vassal());
    }
  }

  /**
   * Wants something else whose health this is: the registration says it, no heartbeat before, which
   * would say it of what was.
   */
  void want(UnaryOperator<DesiredState> change, Health now) {
    replace(change); // before its health is known: a heartbeat looks at them the other way round
    heartbeat.note(now);
    writeSoon();
  }

  /** Does soon what is not done yet. */
  void writeSoon() {
    writer.trigger();
  }

  private void write() {
    if (station().contact().isLost()) {
      moveIfDue();
    } else {
      stale.removeTwin(twin -> registerAgain("an earlier run had registered it as '" + twin + "'"));
      if (!want().inSync() && !writeWant()) {
        return;
      }
    }
    stale.cleanUp();
    if (isGone()) {
      whenGone.accept(this);
    }
  }

  /**
   * A registration stays with its agent for a TTL, so that an agent's restart moves nothing; one
   * that was never confirmed has nothing to stay for.
   */
  private void moveIfDue() {
    ServiceDefinition definition = definition();
    AgentConnection lost = station();
    Duration away = lost.contact().lostFor();
    if (definition == null || (pin.isConfirmed() && away.compareTo(definition.ttl()) < 0)) {
      return;
    }
    workshop
        .stations()
        .insteadOf(lost)
        .ifPresent(next -> moveTo(next, lost + " has been gone for " + away.toSeconds() + " s"));
  }

  private void moveTo(AgentConnection next, String why) {
    complaint.with(() -> log.info("Service '{}' moves to the agent at {}: {}", id, next, why));
    pin.moveTo(next, id);
    want(DesiredState::elsewhere);
  }

  private boolean writeWant() {
    DesiredState now = want();
    try {
      write(now.definition(), now.maintenance());
    } catch (ConsulException e) {
      failed(now, e);
      return false;
    }
    complaint.settled();
    if (correcting) {
      correcting = false;
      workshop.meters().corrected();
    }
    want.compareAndSet(now, now.confirmed());
    if (now.definition() != null) {
      heartbeat.compare(now.definition()); // what has waited for this
    }
    for (CompletableFuture<Void> waiting : now.waiting()) {
      waiting.complete(null);
    }
    return true;
  }

  private void write(@Nullable ServiceDefinition definition, Maintenance maintenance) {
    if (definition == null || !definition.id().equals(id)) {
      boolean unused = station().services().deregister(id, owner);
      pin.removed();
    }
    if (definition == null) {
      return;
    }
    id = definition.id();
    Health now = heartbeat.healthNow(definition);
    boolean again = registeredBefore;
    AgentServices services = station().services();
    services.claim(id, owner, pin.isConfirmed());
    pin.tried();
    Health.Status first = maintenance.isOn() && !pin.isMaintained() ? CRITICAL : now.status();
    services.register(definition, first);
    pin.confirmed();
    maintain(maintenance);
    registeredBefore = true;
    heartbeat.registeredWith(first, definition);
    if (again || !now.note().isEmpty()) {
      // A registration carries no output, and an agent may prefer the status it remembers.
      heartbeat.now();
    }
  }

  /**
   * After the registration, because Consul knows no maintenance mode of what is not there; so that
   * nobody is sent to the service in between, it is registered as critical.
   */
  private void maintain(Maintenance wanted) {
    if (!wanted.isOn() && !wanted.isToBeEnded()) {
      return;
    }
    boolean before = pin.isMaintained();
    station().services().maintain(id, wanted.isOn(), wanted.reason());
    pin.maintained(wanted.isOn());
    if (before != wanted.isOn()) {
      String what =
          wanted.isOn() ? "is in maintenance: " + wanted.reason() : "is no longer in maintenance";
      complaint.with(() -> log.info("Service '{}' {}", id, what));
    }
  }

  private void failed(DesiredState now, ConsulException failure) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      station().trouble().failed(failure);
      if (Failures.refusal(failure).isPresent()) {
        complaint.about(failure);
      }
      writeElsewhere();
      return;
    }
    complaint.about(failure);
    want.compareAndSet(now, now.asRefused());
    if (now.definition() == null) {
      now.waiting().forEach(waiting -> waiting.completeExceptionally(failure));
    } else {
      refused(failure);
    }
  }

  /** What an agent has under an ID that it refuses is not this service, and gets no heartbeats. */
  private void refused(ConsulException failure) {
    if (failure.kind() == Kind.CONFLICT) {
      pin.removed();
    }
    if (!pin.isConfirmed()) {
      pin.removed();
      goBack(station());
    }
  }

  /** An agent that takes a service is better than one that does not, in whatever order. */
  private void goBack(AgentConnection refusing) {
    pin.left().keySet().stream()
        .filter(left -> !left.contact().isLost())
        .findFirst()
        .ifPresent(left -> moveTo(left, refusing + " refuses it"));
  }

  private void writeElsewhere() {
    if (station().contact().isLost() && !pin.isConfirmed()) {
      writeSoon();
    }
  }

  /** The agent has it under another ID, too, that differs by case: an earlier run's. */
  void foundAs(String other) {
    stale.twin(other);
    writeSoon();
  }

  void registerAgain(String why) {
    DesiredState now = want();
    if (now.definition() != null && now.inSync() && want.compareAndSet(now, now.outOfSync())) {
      pin.maintained(false);
      correcting = true;
      complaint.with(() -> log.info("Registering service '{}' again: {}", id, why));
      writeSoon();
    }
  }

  /**
   * Compares with what the agent has that this is registered at, and writes the difference soon.
   *
   * @param before what was wanted before the agent was asked; what changed since is compared next
   *     time
   * @return what is left to do
   */
  Outcome compare(AgentServices.Listing listing, @Nullable DesiredState before) {
    DesiredState now = want();
    if (!now.inSync()) {
      writeSoon();
      return now.refused() ? Outcome.REFUSED : Outcome.WORK;
    }
    ServiceDefinition definition = now.definition();
    if (!now.equals(before) || definition == null) {
      return Outcome.CLEAN;
    }
    if (listing.mayHide(id)) {
      return lookUp();
    }
    if (listing.has(definition)) {
      if (!listing.shows(definition, heartbeat.sent())) {
        heartbeat.correct();
      }
      if (!now.maintenance().isOn() || listing.isMaintained(id)) {
        return Outcome.CLEAN;
      }
    }
    registerAgain(difference(listing, definition));
    return Outcome.WORK;
  }

  /** That it is not among what the token may see does not mean that it is gone. */
  private Outcome lookUp() {
    try {
      if (station().services().has(id)) {
        return Outcome.CLEAN;
      }
    } catch (ConsulException e) {
      complaint.about(e);
      return e.kind() == Kind.UNAVAILABLE ? Outcome.WORK : Outcome.REFUSED;
    }
    registerAgain("Consul does not have it any more");
    return Outcome.WORK;
  }

  private String difference(AgentServices.Listing listing, ServiceDefinition definition) {
    if (listing.has(definition)) {
      return "it is not in maintenance any more";
    }
    return listing.services().containsKey(id)
        ? "what Consul has differs from what it should be"
        : "Consul does not have it any more";
  }
}
