package io.emperor.vassal.step;

import io.emperor.config.DurationFormat;
import io.emperor.http.LaterTraffic;
import io.emperor.http.ListeningPort;
import io.emperor.http.ServerCertificate;
import io.emperor.http.ServletApp;
import io.emperor.http.Traffic;
import io.emperor.http.WebServer;
import io.emperor.port.RelayPort;
import io.emperor.port.RelayPorts;
import io.emperor.port.ServicePort;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.owner.Ownership;
import io.emperor.vassal.inputs.GenerationInputs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who comes to an app that has servlets, or is on demand, on a port that it opens or takes
 * over from the one before. Taken back, it lets what is in flight finish.
 */
final class ServeStep implements Step {

  private static final Logger log = LoggerFactory.getLogger(ServeStep.class);

  /** Clients that looked the service up just before it was deregistered still get their answer. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private static final Duration LATER = Duration.ofSeconds(1);

  private static final int FIRST_OF_USERS = 1024;

  private final WebServer web;
  private final Function<String, Traffic> traffic;
  private final RelayPorts relay;

  ServeStep(StepContext context) {
    web = context.web();
    relay = context.relay();
    traffic = context.traffic();
  }

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation)
      throws IOException, UnusableAppException {
    switch (PortOpener.of(generation)) {
      case WEB_SERVER -> serve(generation);
      case RELAY -> relay(generation);
      case PROGRAM -> {}
    }
    return DONE;
  }

  private void serve(Generation generation) throws IOException, UnusableAppException {
    Optional<ServletApp> servlets = generation.app().servlets();
    if (servlets.isEmpty() && !generation.isResting()) {
      refuseOnDemand(generation);
      return;
    }
    Optional<ServerCertificate> certificate = certificate(generation);
    certificate.ifPresent(read -> servlets.ifPresent(app -> app.secure(read)));
    ListeningPort port = listeningPort(generation, servlets.orElse(null), certificate);
    generation.port().holds(port);
    if (servlets.isPresent()) {
      port.serve(servlets.get());
    } else {
      port.secure(certificate);
      generation.holdPort();
    }
  }

  private static void refuseOnDemand(Generation generation) throws UnusableAppException {
    if (generation.isOnDemand()) {
      throw new UnusableAppException(
          "it is on demand and has no servlets, so that nothing of it would answer who connects:"
              + " remove on-demand");
    }
  }

  private void relay(Generation generation) throws IOException, UnusableAppException {
    refuseRootsPort(generation);
    if (!generation.isResting() && generation.app().port() == 0) {
      refuseOnDemand(generation);
    }
    RelayPort port = relayPort(generation);
    generation.port().holds(port);
    lead(generation, port);
  }

  /** Has who connects come to what the generation has behind its port. */
  private static void lead(Generation generation, ServicePort port) {
    if (generation.isResting()) {
      generation.holdPort();
    } else if (port instanceof RelayPort relay) {
      relay.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), generation.app().port()));
    } else if (port instanceof ListeningPort web) {
      generation.app().servlets().ifPresent(web::serve);
    }
  }

  private static Optional<ServerCertificate> certificate(Generation generation) throws IOException {
    Optional<String> name = generation.config().inputs().inputs().serverCredential();
    Optional<Path> files = generation.inputs().flatMap(GenerationInputs::credentials);
    return name.isEmpty() || files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ServerCertificate.read(
                files.get().resolve(name.get() + ".crt"),
                files.get().resolve(name.get() + ".key")));
  }

  private ListeningPort listeningPort(
      Generation generation, @Nullable ServletApp servlets, Optional<ServerCertificate> certificate)
      throws IOException {
    Optional<ListeningPort> open = takenOver(generation, ListeningPort.class);
    if (open.isPresent()) {
      return open.get();
    }
    int given = generation.config().servicePort();
    String name = generation.source().name();
    return servlets == null
        ? web.hold(
            given,
            new LaterTraffic(() -> traffic.apply(name)),
            certificate.orElse(null),
            generation::awaited)
        : web.listen(given, traffic.apply(name), servlets);
  }

  /** What its user may not open, root does not open for a user's file. */
  private static void refuseRootsPort(Generation generation) throws UnusableAppException {
    int given = generation.config().servicePort();
    Ownership owned = generation.files().owned().orElse(null);
    if (owned != null && owned.owner() != 0 && given != 0 && given < FIRST_OF_USERS) {
      throw new UnusableAppException(
          String.format(
              Locale.ROOT,
              "consul-service-port %d is root's to open, and the file is not root's: take one from"
                  + " %d on, or put it into a file of root's with uid:",
              given,
              FIRST_OF_USERS));
    }
  }

  private RelayPort relayPort(Generation generation) throws IOException {
    Optional<RelayPort> open = takenOver(generation, RelayPort.class);
    return open.isPresent() ? open.get() : relay.listen(generation.config().servicePort());
  }

  /** The port of the one before, if it is of that kind and the one that is wanted. */
  private static <T extends ServicePort> Optional<T> takenOver(
      Generation generation, Class<T> kind) {
    int given = generation.config().servicePort();
    Generation before = generation.vassal().current();
    return Optional.ofNullable(before)
        .flatMap(one -> one.port().held())
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(port -> given == 0 || given == port.number());
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    if (generation.isOnTrial()) {
      takeBack(generation);
      return DONE;
    }
    if (generation.isResting()) {
      return turnedAway(generation);
    }
    Duration limit = generation.config().drain();
    return limit.isZero() ? DONE : toldIfLate(generation, drained(generation, limit));
  }

  /** Who waits at a port that is not left to another generation waits in vain, and is told so. */
  private static CompletableFuture<Void> turnedAway(Generation generation) {
    if (generation.port().isKept()) {
      return DONE;
    }
    generation.turnAway(LATER);
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, GRACE.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Nobody has been told of it yet; the one before goes on. */
  private static void takeBack(Generation generation) {
    Generation before = generation.vassal().current();
    generation.port().giveBack(before == null ? null : before.port());
    if (before != null) {
      before.port().held().ifPresent(port -> lead(before, port));
    }
  }

  private static CompletableFuture<Void> drained(Generation generation, Duration limit) {
    if (generation.port().held().isEmpty()) {
      return generation.app().drain(limit);
    }
    CompletableFuture<Void> graceOver = new CompletableFuture<>();
    graceOver.completeOnTimeout(
        null, generation.port().isKept() ? 0 : GRACE.toNanos(), TimeUnit.NANOSECONDS);
    return graceOver.thenComposeAsync(
        done -> {
          if (!generation.port().isKept()) {
            generation.port().held().ifPresent(ServeStep::refuse);
          }
          return ended(generation).copy().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        },
        generation.queue());
  }

  private static void refuse(ServicePort port) {
    port.leave();
    port.refuse();
  }

  /** Completed when nothing is in flight any more. */
  private static CompletableFuture<Void> ended(Generation generation) {
    return generation
        .app()
        .servlets()
        .map(ServletApp::drain)
        .or(
            () ->
                generation
                    .port()
                    .held()
                    .filter(RelayPort.class::isInstance)
                    .map(port -> ((RelayPort) port).drained()))
        .orElse(DONE);
  }

  private static CompletableFuture<Void> toldIfLate(
      Generation generation, CompletableFuture<Void> drained) {
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
        generation.queue());
  }
}
