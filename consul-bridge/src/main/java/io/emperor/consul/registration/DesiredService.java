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
  private final RegistrationContext context;
  private final Consumer<DesiredService> whenGone;
  private final AtomicReference<DesiredState> want;
  private final Placement placement;
  private final SerialTask writer;
  private final Heartbeat heartbeat;
  private final OpenProblem problem;
  private final StaleRegistrations stale;
  private volatile String id; // as it is registered
  private volatile boolean registeredBefore;
  private volatile boolean correcting;

  /**
   * Begins with nothing written.
   *
   * @param owner the emperor's name: only what carries it in Consul is ever touched
   * @param connection where it is registered, or was found
   * @param whenGone called when nothing of it is left in Consul
   */
  DesiredService(
      String id,
      String owner,
      DesiredState want,
      AgentConnection connection,
      RegistrationContext context,
      Consumer<DesiredService> whenGone) {
    this.id = id;
    this.owner = owner;
    this.context = context;
    this.whenGone = whenGone;
    this.want = new AtomicReference<>(want);
    this.correcting = want.definition() == null; // it was found, and nobody wants it
    this.placement = new Placement(connection);
    this.problem = new OpenProblem(id, want.definition() == null ? id : want.definition().vassal());
    this.stale = new StaleRegistrations(owner, placement, problem, context.meters());
    this.writer = new SerialTask(task -> connection().write(task), this::write);
    this.heartbeat = new Heartbeat(placement, problem, this::want, this::registerAgain, context);
  }

  public String id() {
    return id;
  }

  String vassal() {
    return problem.vassal();
  }

  DesiredState want() {
    return Objects.requireNonNull(want.get());
  }

  public @Nullable ServiceDefinition definition() {
    return want().definition();
  }

  AgentConnection connection() {
    return placement.connection();
  }

  Placement placement() {
    return placement;
  }

  public OpenProblem problem() {
    return problem;
  }

  /** How it stands with it, for operators. */
  RegistrationView view() {
    DesiredState now = want();
    AgentConnection at = connection();
    boolean confirmed = now.definition() != null && now.inSync() && placement.isConfirmed();
    return new RegistrationView(at.agent(), confirmed, now.maintenance().isOn(), trouble(at));
  }

  /** What an agent that is gone has refused before matters no more. */
  private String trouble(AgentConnection at) {
    String agents = at.reachability().trouble();
    boolean own = problem.isOpen() && !at.reachability().isLost();
    return own || agents.isEmpty() ? problem.message() : at + ": " + agents;
  }

  boolean isGone() {
    DesiredState now = want();
    return now.definition() == null && now.inSync() && placement.left().isEmpty();
  }

  void health(Health now) {
    heartbeat.health(now);
  }

  void lastingHealth(Health now) {
    heartbeat.lasting(now);
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
      problem.about(next.vassal());
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
    if (connection().reachability().isLost()) {
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
    AgentConnection lost = connection();
    Duration away = lost.reachability().lostFor();
    if (definition == null || (placement.isConfirmed() && away.compareTo(definition.ttl()) < 0)) {
      return;
    }
    context
        .agents()
        .insteadOf(lost)
        .ifPresent(next -> moveTo(next, lost + " has been gone for " + away.toSeconds() + " s"));
  }

  private void moveTo(AgentConnection next, String why) {
    problem.with(() -> log.info("Service '{}' moves to the agent at {}: {}", id, next, why));
    placement.moveTo(next, id);
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
    problem.settled();
    if (correcting) {
      correcting = false;
      context.meters().corrected();
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
      boolean unused = connection().services().deregister(id, owner);
      placement.removed();
    }
    if (definition == null) {
      return;
    }
    id = definition.id();
    Health now = heartbeat.healthNow(definition);
    boolean again = registeredBefore;
    AgentServices services = connection().services();
    services.claim(id, owner, placement.isConfirmed());
    placement.tried();
    Health.Status first = maintenance.isOn() && !placement.isMaintained() ? CRITICAL : now.status();
    services.register(definition, first);
    placement.confirmed();
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
    boolean before = placement.isMaintained();
    connection().services().maintain(id, wanted.isOn(), wanted.reason());
    placement.maintained(wanted.isOn());
    if (before != wanted.isOn()) {
      String what =
          wanted.isOn() ? "is in maintenance: " + wanted.reason() : "is no longer in maintenance";
      problem.with(() -> log.info("Service '{}' {}", id, what));
    }
  }

  private void failed(DesiredState now, ConsulException failure) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      connection().trigger().failed(failure);
      if (Failures.refusal(failure).isPresent()) {
        problem.about(failure);
      }
      writeElsewhere();
      return;
    }
    problem.about(failure);
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
      placement.removed();
    }
    if (!placement.isConfirmed()) {
      placement.removed();
      goBack(connection());
    }
  }

  /** An agent that takes a service is better than one that does not, in whatever order. */
  private void goBack(AgentConnection refusing) {
    placement.left().keySet().stream()
        .filter(left -> !left.reachability().isLost())
        .findFirst()
        .ifPresent(left -> moveTo(left, refusing + " refuses it"));
  }

  private void writeElsewhere() {
    if (connection().reachability().isLost() && !placement.isConfirmed()) {
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
      placement.maintained(false);
      correcting = true;
      problem.with(() -> log.info("Registering service '{}' again: {}", id, why));
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
      if (connection().services().has(id)) {
        return Outcome.CLEAN;
      }
    } catch (ConsulException e) {
      problem.about(e);
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
