package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.config.DurationFormat;
import io.emperor.config.Reload;
import io.emperor.config.VassalConfig;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.http.ListeningPort;
import io.emperor.http.ServletApp;
import io.emperor.runtime.Failure;
import io.emperor.vassal.status.ServiceIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generation that serves: with its port, if it has servlets, and its registration. Used by its
 * supervisor's queue alone.
 */
final class ServingGeneration {

  private static final Logger log = LoggerFactory.getLogger(ServingGeneration.class);

  /** Clients that looked the service up just before it was deregistered still get their answer. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /**
   * How long an old generation stays for Consul to learn of the new one, while no agent answers.
   */
  private static final Duration KNOWN_LIMIT = Duration.ofSeconds(5);

  private final Generation generation;
  private final @Nullable ListeningPort port;
  private final Registration registration;
  private final CompletableFuture<Void> known;

  private ServingGeneration(
      Generation generation,
      @Nullable ListeningPort port,
      Registration registration,
      CompletableFuture<Void> known) {
    this.generation = generation;
    this.port = port;
    this.registration = registration;
    this.known = known;
  }

  /**
   * Puts a started generation in service: opens its port or takes over that of the one before, and
   * registers it. When it throws, the one before still serves.
   *
   * @throws IOException if the port can't be opened
   * @throws io.emperor.consul.registration.ServiceIdTakenException if another vassal is registered
   *     by that ID
   */
  static ServingGeneration enter(
      SupervisorContext realm,
      String vassal,
      Generation generation,
      Health health,
      @Nullable ServingGeneration before)
      throws IOException {
    Optional<ServletApp> servlets = generation.app().servlets();
    ListeningPort port = null;
    if (servlets.isPresent()) {
      port = port(realm, vassal, generation.config(), before);
      port.serve(servlets.get());
    }
    try {
      ServiceDefinition definition = definition(realm, vassal, generation, port);
      if (before != null && definition.isSameService(before.registration.serviceId())) {
        Registration kept = before.registration;
        return new ServingGeneration(
            generation, port, kept, kept.update(definition, health).toCompletableFuture());
      }
      Registration made = realm.maintenance().register(realm.consul(), vassal, definition, health);
      return new ServingGeneration(generation, port, made, made.registered().toCompletableFuture());
    } catch (RuntimeException e) {
      if (port != null) {
        takeBack(port, before);
      }
      throw e;
    }
  }

  private static ListeningPort port(
      SupervisorContext realm,
      String vassal,
      VassalConfig config,
      @Nullable ServingGeneration before)
      throws IOException {
    ListeningPort open = before == null ? null : before.port;
    if (open != null && (config.servicePort() == 0 || config.servicePort() == open.number())) {
      return open;
    }
    return realm.web().listen(config.servicePort(), realm.traffic().apply(vassal));
  }

  private static void takeBack(ListeningPort port, @Nullable ServingGeneration before) {
    if (before == null || before.port != port) {
      port.close();
    } else {
      before.generation.app().servlets().ifPresent(port::serve);
    }
  }

  private static ServiceDefinition definition(
      SupervisorContext realm, String vassal, Generation generation, @Nullable ListeningPort port) {
    VassalConfig config = generation.config();
    Map<String, String> meta = new LinkedHashMap<>(config.serviceMeta());
    meta.put("emperor", realm.emperor());
    meta.put("vassal", vassal);
    meta.put("generation", Integer.toString(generation.number()));
    String address = config.serviceAddress();
    return new ServiceDefinition(
        config.serviceId(),
        config.serviceName(),
        config.serviceTags(),
        meta,
        address == null ? realm.advertised() : address,
        portNumber(generation, port),
        config.checkTtl(),
        config.deregisterAfter());
  }

  Generation generation() {
    return generation;
  }

  Registration registration() {
    return registration;
  }

  /** The port that it is registered with, 0 for none. */
  int portNumber() {
    return portNumber(generation, port);
  }

  /**
   * What it is registered as.
   *
   * @param advertised the address of services that have none of their own
   */
  ServiceIdentity servedAs(@Nullable String advertised) {
    VassalConfig config = generation.config();
    String own = config.serviceAddress();
    return new ServiceIdentity(
        config.serviceId(),
        config.serviceName(),
        own == null ? advertised : own,
        portNumber(),
        generation.app().pid());
  }

  private static int portNumber(Generation generation, @Nullable ListeningPort port) {
    if (port != null) {
      return port.number();
    }
    int own = generation.app().port();
    return own == 0 ? generation.config().servicePort() : own;
  }

  /** Why another generation can't start before this one has made way, if it can't. */
  Optional<String> blocks(Generation next) {
    if (needsPort(next)) {
      return Optional.of("both listen on one port");
    }
    return next.config().reload() == Reload.STOP_FIRST
        ? Optional.of("reload: stop-first")
        : Optional.empty();
  }

  /** One port is handed over within the emperor alone, and not from or to another process. */
  private boolean needsPort(Generation next) {
    int fixed = next.config().servicePort();
    boolean processes = generation.app().isProgram() || next.app().isProgram();
    return processes && fixed != 0 && fixed == portNumber();
  }

  /**
   * Ends it while it is registered still. Its port stays open, unless the next one needs to open it
   * elsewhere. Completed normally in any case.
   */
  CompletableFuture<Void> makeWay(Generation next, Executor queue) {
    boolean portGoes = needsPort(next);
    CompletableFuture<Void> drained =
        port == null ? CompletableFuture.completedFuture(null) : drained(portGoes, queue);
    return drained
        .thenCompose(done -> generation.end(queue))
        .thenRun(
            () -> {
              if (port != null && portGoes) {
                port.close();
              } else if (port != null) {
                port.vacate();
              }
            });
  }

  /** What is left of it in service after it has made way: nothing that holds on to the app. */
  ServingGeneration ended() {
    return new ServingGeneration(generation.ended(), port, registration, known);
  }

  /**
   * Takes it out of service and ends it: deregisters, lets requests in flight finish, stops the
   * app, closes the port. What a successor has taken over is left to it.
   *
   * @return completed normally in any case: whether Consul holds no registration of it that nobody
   *     wants
   */
  CompletableFuture<Boolean> leave(@Nullable ServingGeneration successor, Executor queue) {
    CompletableFuture<Boolean> deregistered =
        successor != null && successor.registration == registration
            ? successor.awaitKnown(queue)
            : deregister(queue);
    boolean portGoes = port != null && (successor == null || successor.port != port);
    return deregistered.thenCompose(
        confirmed ->
            drained(portGoes, queue)
                .thenCompose(done -> generation.end(queue))
                .thenApply(
                    done -> {
                      if (port != null && portGoes) {
                        port.close();
                      }
                      return confirmed;
                    }));
  }

  /** Clients may come by what Consul still says: what they find there has to be there. */
  private CompletableFuture<Boolean> awaitKnown(Executor queue) {
    return known
        .copy()
        .completeOnTimeout(null, KNOWN_LIMIT.toNanos(), TimeUnit.NANOSECONDS)
        .handleAsync((done, failure) -> true, queue);
  }

  private CompletableFuture<Boolean> deregister(Executor queue) {
    return registration
        .deregister()
        .toCompletableFuture()
        .handleAsync(
            (done, failure) -> {
              if (failure != null) {
                log.warn(
                    "could not be deregistered: {}; its check turns critical within {}, and Consul"
                        + " removes it {} later",
                    Failure.unwrapped(failure).getMessage(),
                    DurationFormat.format(generation.config().checkTtl()),
                    DurationFormat.format(generation.config().deregisterAfter()));
              }
              return failure == null;
            },
            queue);
  }

  private CompletableFuture<Void> drained(boolean portGoes, Executor queue) {
    Optional<ServletApp> servlets = generation.app().servlets();
    Duration drain = generation.config().drain();
    if (drain.isZero()) {
      return CompletableFuture.completedFuture(null);
    }
    if (servlets.isEmpty()) {
      return toldIfLate(generation.app().drain(drain), queue);
    }
    CompletableFuture<Void> graceOver = new CompletableFuture<>();
    graceOver.completeOnTimeout(null, portGoes ? GRACE.toNanos() : 0, TimeUnit.NANOSECONDS);
    return toldIfLate(
        graceOver.thenComposeAsync(done -> drained(servlets.get(), portGoes, drain), queue), queue);
  }

  private CompletableFuture<Void> toldIfLate(CompletableFuture<Void> drained, Executor queue) {
    return drained.handleAsync(
        (done, failure) -> {
          if (failure != null) {
            log.warn(
                "generation {} is stopped although requests were still running after {}",
                generation.number(),
                DurationFormat.format(generation.config().drain()));
          }
          return null;
        },
        queue);
  }

  private CompletableFuture<Void> drained(ServletApp app, boolean portGoes, Duration limit) {
    if (port != null && portGoes) {
      port.refuse();
    }
    return app.drain().copy().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
