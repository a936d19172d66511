package io.emperor.await;

import io.emperor.api.Health;
import io.emperor.base.DaemonThreads;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.runtime.process.ProcessTree;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a command in Consul while it runs, as healthy as it is. */
final class CommandRegistration implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CommandRegistration.class);

  private static final Duration TTL = Duration.ofSeconds(15);
  private static final Duration DEREGISTER_AFTER = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Nobody who has asked for the end of a command waits much longer. */
  private static final Duration LONGEST_DEREGISTRATION = Duration.ofSeconds(3);

  private final ProcessHandle command;
  private final @Nullable Look check;
  private final Registration registration;
  private volatile boolean closed;

  CommandRegistration(RegisteredService service, ConsulBridge consul, ProcessHandle command) {
    this.command = command;
    this.check = check(service);
    ServiceDefinition definition =
        new ServiceDefinition(
            service.id(),
            service.name(),
            service.tags(),
            Map.of(),
            null,
            service.port(),
            TTL,
            DEREGISTER_AFTER);
    Health first = check == null ? Health.passing() : Health.critical("has not answered yet");
    this.registration = consul.register(definition, first);
    var unused =
        registration
            .registered()
            .thenRun(
                () -> log.info("service {} is registered as {}", service.name(), service.id()));
    new DaemonThreads("await-health").newThread(this::run).start();
  }

  private static @Nullable Look check(RegisteredService service) {
    if (service.checkPath() != null) {
      return HttpLook.at(URI.create("http://localhost:" + service.port() + service.checkPath()));
    }
    return service.checkPort() == 0 ? null : new TcpLook("localhost", service.checkPort());
  }

  private void run() {
    try {
      while (!closed && ProcessTree.isRunning(command)) {
        registration.health(health());
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it but to end it
    }
  }

  private Health health() throws InterruptedException {
    if (check == null) {
      return Health.passing();
    }
    Optional<String> missing = check.look();
    return missing.map(Health::critical).orElseGet(Health::passing);
  }

  /** Takes it out of Consul. Blocks until that is done, or has taken too long. */
  @Override
  public void close() {
    closed = true;
    try {
      registration
          .deregister()
          .toCompletableFuture()
          .get(LONGEST_DEREGISTRATION.toMillis(), TimeUnit.MILLISECONDS);
      log.info("service {} is deregistered", registration.serviceId());
    } catch (ExecutionException | TimeoutException e) {
      log.warn(
          "service {} could not be deregistered: Consul removes it once it was critical for {} minutes",
          registration.serviceId(),
          DEREGISTER_AFTER.toMinutes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
