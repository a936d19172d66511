package io.emperor.vassal.step;

import io.emperor.api.Health;
import io.emperor.config.DurationFormat;
import io.emperor.config.VassalConfig;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.runtime.Failure;
import io.emperor.vassal.event.AnnouncedService;
import io.emperor.vassal.event.ServiceEvents;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the service, or has the registration of the one before say what there is now. */
final class RegisterStep implements Step {

  private static final Logger log = LoggerFactory.getLogger(RegisterStep.class);

  /**
   * How long an old generation stays for Consul to learn of the new one, while no agent answers.
   */
  private static final Duration KNOWN_LIMIT = Duration.ofSeconds(5);

  private final @Nullable String advertised;
  private final ConsulBridge consul;
  private final ServiceEvents events;
  private final Maintenance maintenance;

  RegisterStep(StepContext context) {
    advertised = context.advertised();
    consul = context.consul();
    events = context.events();
    maintenance = context.maintenance();
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    try {
      register(generation);
      return DONE;
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // another vassal may have the ID
    }
  }

  private void register(Generation generation) {
    ServiceDefinition definition = definition(generation);
    Health health = generation.health();
    Generation before = generation.vassal().current();
    if (before != null && definition.isSameService(before.registration().serviceId())) {
      CompletionStage<Void> known = before.registration().update(definition, health);
      generation.registered(definition, before.announced(), known.toCompletableFuture());
    } else {
      String vassal = generation.source().name();
      Registration made = maintenance.register(consul, vassal, definition, health);
      generation.registered(
          definition,
          new AnnouncedService(made, vassal, events),
          made.registered().toCompletableFuture());
    }
    announce(generation, definition);
  }

  private static void announce(Generation generation, ServiceDefinition definition) {
    String command = generation.config().hooks().onRegistered();
    var unused =
        generation
            .known()
            .thenRunAsync(
                () ->
                    generation
                        .announced()
                        .registered(definition, command, generation.files().user().orElse(null)),
                generation.queue());
  }

  private ServiceDefinition definition(Generation generation) {
    VassalConfig config = generation.config();
    Map<String, String> meta = new LinkedHashMap<>(config.serviceMeta());
    meta.put("vassal", generation.source().vassal());
    meta.put("generation", Integer.toString(generation.number()));
    if (generation.isOnDemand()) {
      meta.put("on-demand", "true");
    }
    String address = config.serviceAddress();
    return new ServiceDefinition(
        config.serviceId(),
        config.serviceName(),
        config.serviceTags(),
        meta,
        address == null ? advertised : address,
        generation.portNumber(),
        config.checkTtl(),
        config.deregisterAfter());
  }

  /** What a successor has taken over is left to it, and what the one before needs to that. */
  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    Generation before = generation.vassal().current();
    if (generation.isOnTrial()
        && before != null
        && before.registration() == generation.registration()) {
      return DONE;
    }
    Generation successor = generation.successor().orElse(null);
    return successor != null && successor.registration() == generation.registration()
        ? isKnown(successor)
        : deregistered(generation);
  }

  /** Clients may come by what Consul still says: what they find there has to be there. */
  private static CompletableFuture<Void> isKnown(Generation successor) {
    return successor
        .known()
        .copy()
        .completeOnTimeout(null, KNOWN_LIMIT.toNanos(), TimeUnit.NANOSECONDS)
        .handleAsync((done, failure) -> null, successor.queue());
  }

  private static CompletableFuture<Void> deregistered(Generation generation) {
    boolean unused = generation.known().cancel(false); // or what is taken back would be announced
    return generation
        .registration()
        .deregister()
        .toCompletableFuture()
        .handleAsync(
            (done, failure) -> {
              if (failure != null) {
                generation.staysRegistered();
                log.warn(
                    "could not be deregistered: {}; its check turns critical within {}, and Consul"
                        + " removes it {} later",
                    Failure.unwrapped(failure).getMessage(),
                    DurationFormat.format(generation.config().checkTtl()),
                    DurationFormat.format(generation.config().deregisterAfter()));
              }
              generation
                  .announced()
                  .deregistered(
                      failure != null,
                      generation.config().hooks().onDeregistered(),
                      generation.files().user().orElse(null));
              return null;
            },
            generation.queue());
  }
}
