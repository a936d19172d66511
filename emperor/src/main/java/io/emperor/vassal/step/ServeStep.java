package io.emperor.vassal.step;

import io.emperor.config.DurationFormat;
import io.emperor.http.ListeningPort;
import io.emperor.http.ServerCertificate;
import io.emperor.http.ServletApp;
import io.emperor.http.Traffic;
import io.emperor.http.WebServer;
import io.emperor.vassal.inputs.GenerationInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests in to an app that has servlets, on a port that it opens or takes over from the one
 * before. Taken back, it lets those in flight finish.
 */
final class ServeStep implements Step {

  private static final Logger log = LoggerFactory.getLogger(ServeStep.class);

  /** Clients that looked the service up just before it was deregistered still get their answer. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private final WebServer web;
  private final Function<String, Traffic> traffic;

  ServeStep(StepContext context) {
    web = context.web();
    traffic = context.traffic();
  }

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) throws IOException {
    Optional<ServletApp> servlets = generation.app().servlets();
    if (servlets.isPresent()) {
      secure(generation, servlets.get());
      ListeningPort port = port(generation, servlets.get(), generation.vassal().current());
      generation.listensOn(port);
      port.serve(servlets.get());
    }
    return DONE;
  }

  private static void secure(Generation generation, ServletApp servlets) throws IOException {
    Optional<String> name = generation.config().inputs().inputs().serverCredential();
    Optional<Path> files = generation.inputs().flatMap(GenerationInputs::credentials);
    if (name.isPresent() && files.isPresent()) {
      servlets.secure(
          ServerCertificate.read(
              files.get().resolve(name.get() + ".crt"), files.get().resolve(name.get() + ".key")));
    }
  }

  private ListeningPort port(
      Generation generation, ServletApp servlets, @Nullable Generation before) throws IOException {
    int given = generation.config().servicePort();
    ListeningPort open = before == null ? null : before.listening().orElse(null);
    return open != null && (given == 0 || given == open.number())
        ? open
        : web.listen(given, traffic.apply(generation.source().name()), servlets);
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    if (generation.isOnTrial()) {
      takeBack(generation);
      return DONE;
    }
    Duration limit = generation.config().drain();
    Optional<ServletApp> servlets = generation.app().servlets();
    if (limit.isZero()) {
      return DONE;
    }
    return servlets.isEmpty()
        ? toldIfLate(generation, generation.app().drain(limit))
        : toldIfLate(generation, drained(generation, servlets.get(), limit));
  }

  /** Nobody has been told of it yet; the one before goes on. */
  private static void takeBack(Generation generation) {
    Generation before = generation.vassal().current();
    generation.releasePort(before);
    if (before != null) {
      before.listening().ifPresent(port -> before.app().servlets().ifPresent(port::serve));
    }
  }

  private static CompletableFuture<Void> drained(
      Generation generation, ServletApp servlets, Duration limit) {
    CompletableFuture<Void> graceOver = new CompletableFuture<>();
    graceOver.completeOnTimeout(
        null, generation.keepsPort() ? 0 : GRACE.toNanos(), TimeUnit.NANOSECONDS);
    return graceOver.thenComposeAsync(
        done -> {
          if (!generation.keepsPort()) {
            generation.listening().ifPresent(ListeningPort::refuse);
          }
          return servlets.drain().copy().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        },
        generation.queue());
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
