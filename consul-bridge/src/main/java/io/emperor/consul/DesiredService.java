package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
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
final class DesiredService {

  private static final Logger log = LoggerFactory.getLogger(DesiredService.class);

  private final String id;
  private final Workshop workshop;
  private final Consumer<DesiredService> whenGone;
  private final AtomicReference<Want> want;
  private final SerialTask writer;
  private final Heartbeat heartbeat;
  private volatile LastHealth health;
  private volatile boolean confirmed;
  private volatile boolean registeredBefore;
  private volatile String vassal;
  private volatile @Nullable Kind complaint;

  DesiredService(String id, Want want, Workshop workshop, Consumer<DesiredService> whenGone) {
    this.id = id;
    this.workshop = workshop;
    this.whenGone = whenGone;
    this.want = new AtomicReference<>(want);
    this.vassal = want.definition() == null ? id : want.definition().vassal();
    this.health = new LastHealth(Health.passing(), workshop.clock().getAsLong());
    this.writer = new SerialTask(workshop.writers(), this::write);
    this.heartbeat = new Heartbeat(this, workshop);
  }

  String id() {
    return id;
  }

  String vassal() {
    return vassal;
  }

  Want want() {
    return Objects.requireNonNull(want.get());
  }

  @Nullable ServiceDefinition definition() {
    return want().definition();
  }

  boolean isGone() {
    Want now = want();
    return now.definition() == null && now.inSync();
  }

  /** Whether the agent has confirmed a registration, so that there is a check to send to. */
  boolean wasConfirmed() {
    return confirmed;
  }

  Health healthNow(ServiceDefinition definition) {
    return health.at(workshop.clock().getAsLong(), definition.ttl());
  }

  long nanosLeft(Duration ttl) {
    return health.nanosLeft(workshop.clock().getAsLong(), ttl);
  }

  void health(Health now) {
    health = new LastHealth(now, workshop.clock().getAsLong());
    heartbeat.healthChanged(now.status());
  }

  /** Wants something else from now on and writes it soon. */
  void want(UnaryOperator<Want> change) {
    ServiceDefinition next = Objects.requireNonNull(want.updateAndGet(change)).definition();
    if (next != null) {
      vassal = next.vassal();
    }
    writer.trigger();
  }

  void write() {
    Want now = want();
    if (now.inSync() || workshop.contact().isLost()) {
      return;
    }
    try {
      write(now.definition());
    } catch (ConsulException e) {
      failed(now, e);
      return;
    }
    complaint = null;
    want.compareAndSet(now, now.confirmed());
    for (CompletableFuture<Void> waiting : now.waiting()) {
      waiting.complete(null);
    }
    if (now.definition() == null) {
      whenGone.accept(this);
    }
  }

  private void write(@Nullable ServiceDefinition definition) {
    if (definition == null) {
      confirmed = false;
      workshop.agent().deregister(id);
      return;
    }
    Health now = healthNow(definition);
    boolean again = registeredBefore;
    workshop.agent().register(definition, now.status());
    confirmed = true;
    registeredBefore = true;
    heartbeat.registeredWith(now.status(), definition);
    if (again || !now.note().isEmpty()) {
      // A registration carries no output, and an agent may prefer the status it remembers.
      heartbeat.now();
    }
  }

  private void failed(Want now, ConsulException failure) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      workshop.trouble().failed(failure);
      if (Failures.refusal(failure).isPresent()) {
        complain(failure);
      }
      return;
    }
    complain(failure);
    want.compareAndSet(now, now.asRefused());
    if (now.definition() == null) {
      now.waiting().forEach(waiting -> waiting.completeExceptionally(failure));
    }
  }

  /** One line per kind of failure, until a write succeeds. */
  void complain(ConsulException failure) {
    if (complaint == failure.kind()) {
      return;
    }
    complaint = failure.kind();
    String right =
        failure.kind() == Kind.FORBIDDEN
            ? "; the token lacks service:write for it; this is tried again when the token changes"
            : "; this is tried again";
    VassalLog.with(vassal, () -> log.warn("Service '{}': {}{}", id, failure.getMessage(), right));
  }

  /** Something worked: the next failure is told again. */
  void settled() {
    complaint = null;
  }

  boolean isComplaining() {
    return complaint != null;
  }

  /** Sends the health soon, for an agent that was away. */
  void assertHealth() {
    heartbeat.now();
  }

  void registerAgain(String why) {
    Want now = want();
    if (now.definition() != null && now.inSync() && want.compareAndSet(now, now.outOfSync())) {
      VassalLog.with(vassal, () -> log.info("Registering service '{}' again: {}", id, why));
      writer.trigger();
    }
  }

  /**
   * Compares with what the agent has and writes the difference soon.
   *
   * @param before what was wanted before the agent was asked; what changed since is compared next
   *     time
   * @return whether nothing is left to do, now or soon
   */
  boolean compare(AgentServices.Listing listing, @Nullable Want before) {
    Want now = want();
    if (!now.inSync()) {
      writer.trigger();
      return now.refused();
    }
    if (!now.equals(before) || now.definition() == null || listing.has(now.definition())) {
      return true;
    }
    registerAgain(
        listing.services().containsKey(id)
            ? "what Consul has differs from what it should be"
            : "Consul does not have it any more");
    return false;
  }
}
