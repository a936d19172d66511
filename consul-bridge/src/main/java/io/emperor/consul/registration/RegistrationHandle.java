package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One vassal's hold on a service ID. */
final class RegistrationHandle implements Registration {

  private static final int LOOK_SECONDS = 3;
  private static final int PATIENCE = 10;

  private final Registry registry;
  private final RegistrationContext context;
  private final DesiredService service;
  private final CompletableFuture<Void> registered;
  private @Nullable CompletableFuture<Void> removed;

  RegistrationHandle(
      Registry registry,
      RegistrationContext context,
      DesiredService service,
      CompletableFuture<Void> registered) {
    this.registry = registry;
    this.context = context;
    this.service = service;
    this.registered = registered;
  }

  @Override
  public String serviceId() {
    return service.id();
  }

  @Override
  public CompletionStage<Void> registered() {
    return registered.minimalCompletionStage();
  }

  @Override
  public RegistrationView view() {
    return service.view();
  }

  @Override
  public synchronized void health(Health health) {
    if (removed == null) {
      service.health(health);
    }
  }

  @Override
  public synchronized void lastingHealth(Health health) {
    if (removed == null) {
      service.lastingHealth(health);
    }
  }

  @Override
  public synchronized CompletionStage<Void> update(ServiceDefinition definition, Health health) {
    if (!definition.isSameService(serviceId())) {
      throw new IllegalArgumentException(
          "service '" + serviceId() + "' can't become service '" + definition.id() + "'");
    }
    requireThere();
    ServiceDefinition owned = registry.owned(definition);
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    service.want(want -> want.replacedBy(owned, waiting), health);
    return waiting.minimalCompletionStage();
  }

  private void requireThere() {
    if (removed != null) {
      throw new IllegalStateException("service '" + serviceId() + "' was deregistered");
    }
  }

  @Override
  public synchronized CompletionStage<Void> maintenance(boolean enabled, String reason) {
    requireThere();
    Maintenance mode = enabled ? Maintenance.on(reason) : Maintenance.off();
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    service.want(want -> want.maintainedBy(mode, waiting));
    String what =
        enabled ? "put service '%s' into maintenance" : "take service '%s' out of maintenance";
    giveUpLater(waiting, what.formatted(serviceId()), PATIENCE);
    return waiting.minimalCompletionStage();
  }

  @Override
  public synchronized CompletionStage<Void> deregister() {
    CompletableFuture<Void> waiting = removed;
    if (waiting == null) {
      waiting = remove();
      removed = waiting;
    }
    return waiting.minimalCompletionStage();
  }

  private CompletableFuture<Void> remove() {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    registered.cancel(false);
    service.want(want -> want.replacedBy(null, waiting));
    giveUpLater(waiting, "take service '" + serviceId() + "' out", PATIENCE);
    return waiting;
  }

  /** A queue that moves is waited for; an agent that is gone, or refuses, is not. */
  private void giveUpLater(CompletableFuture<Void> waiting, String what, int patience) {
    try {
      Future<?> limit =
          context
              .timer()
              .schedule(() -> look(waiting, what, patience), LOOK_SECONDS, TimeUnit.SECONDS);
      var unused = waiting.whenComplete((done, failure) -> limit.cancel(false));
    } catch (RejectedExecutionException e) {
      giveUp(waiting, what);
    }
  }

  private void look(CompletableFuture<Void> waiting, String what, int patience) {
    if (patience == 0
        || service.connection().reachability().isLost()
        || service.problem().isOpen()) {
      giveUp(waiting, what);
    } else {
      giveUpLater(waiting, what, patience - 1);
    }
  }

  private void giveUp(CompletableFuture<Void> waiting, String what) {
    waiting.completeExceptionally(
        new ConsulException(
            Kind.UNAVAILABLE,
            Applied.UNKNOWN,
            "the Consul agent at " + service.connection() + " does not " + what + " now",
            null));
  }
}
