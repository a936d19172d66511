package io.emperor.testkit;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.consul.AgentAddress;
import io.emperor.consul.AgentSettings;
import io.emperor.consul.AppConsul;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.Registration;
import io.emperor.consul.ServiceDefinition;
import io.emperor.devagent.DevAgent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A vassal that runs within a test, registered with an agent of its own, which nobody else uses.
 * Started and closed once; its methods may be called from any thread.
 */
public final class RunningVassal implements AutoCloseable {

  private static final String EMPEROR = "test";
  private static final Duration TTL = Duration.ofMinutes(10);

  private final Deque<End> ends = new ArrayDeque<>();
  private final Vassal vassal;
  private final DevAgent agent;
  private final AppConsul consul;
  private final @Nullable KitServer server;
  private final Registration registration;

  private RunningVassal(Class<? extends Vassal> type, String name, Map<String, String> settings)
      throws Exception {
    try {
      agent = DevAgent.start(0);
      ends.push(agent::close);
      ConsulBridge bridge =
          new ConsulBridge(
              AgentSettings.of(AgentAddress.parse(agent.address())),
              EMPEROR,
              false,
              new SimpleMeterRegistry());
      ends.push(bridge::close);
      bridge.start();
      consul = bridge.appConsul(name);
      ends.push(consul::close);
      Consul.bind(consul);
      Path data = Files.createTempDirectory("vassal-");
      ends.push(() -> delete(data));
      KitContext context = new KitContext(name, settings, data, consul);
      vassal = type.getConstructor().newInstance();
      ends.push(vassal::stop);
      vassal.start(context);
      server = context.servlets().isEmpty() ? null : new KitServer(context.servlets());
      if (server != null) {
        ends.push(server::stop);
      }
      registration =
          bridge.register(definition(context, server == null ? 0 : server.port()), vassal.health());
      registration.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      ends.push(() -> registration.deregister().toCompletableFuture().get(10, TimeUnit.SECONDS));
    } catch (Throwable e) {
      closeAfter(e);
      throw e;
    }
  }

  /**
   * Starts a vassal.
   *
   * @param type a public class with a public constructor without parameters
   * @param name its name and that of its service; the class's name in lower case if it is empty
   * @param settings what its context answers
   * @return the vassal, which has started and is registered
   * @throws Exception what its constructor, its {@code start} or a servlet's {@code init} has
   *     thrown
   */
  public static RunningVassal start(
      Class<? extends Vassal> type, String name, Map<String, String> settings) throws Exception {
    String called = name.isEmpty() ? type.getSimpleName().toLowerCase(Locale.ROOT) : name;
    return new RunningVassal(type, called, settings);
  }

  private static ServiceDefinition definition(KitContext context, int port) {
    return new ServiceDefinition(
        context.serviceId(),
        context.name(),
        List.of(),
        Map.of("vassal", context.name(), "generation", "1"),
        "127.0.0.1",
        port,
        TTL,
        Duration.ofMinutes(10));
  }

  /**
   * The cluster as the vassal sees it.
   *
   * @return what its context answers, too
   */
  public ConsulApi consul() {
    return consul;
  }

  /**
   * Where its servlets answer.
   *
   * @return {@code http://127.0.0.1:PORT/}
   * @throws IllegalStateException if it has none
   */
  public URI uri() {
    if (server == null) {
      throw new IllegalStateException("the vassal has declared no servlet in start()");
    }
    return URI.create("http://127.0.0.1:%d/".formatted(server.port()));
  }

  /**
   * The agent's HTTP API, for a client of one's own.
   *
   * @return {@code http://127.0.0.1:PORT}
   */
  public URI agent() {
    return URI.create("http://" + agent.address());
  }

  /**
   * Asks the vassal for its health, and tells the agent, as the emperor does now and then.
   *
   * @return what it said
   */
  public Health health() {
    Health health = Objects.requireNonNull(vassal.health(), "health() answered null");
    registration.health(health);
    return health;
  }

  /**
   * Ends everything in order: deregisters the vassal, stops its servlets and itself, destroys its
   * sessions, ends the agent. Whatever fails, the rest is ended, too.
   *
   * @throws IllegalStateException if something failed, with what {@code stop} has thrown, say
   */
  @Override
  public void close() {
    IllegalStateException failed = null;
    while (!ends.isEmpty()) {
      try {
        ends.pop().run();
      } catch (Exception e) {
        failed = failed == null ? new IllegalStateException("the vassal did not end", e) : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private void closeAfter(Throwable reason) {
    try {
      close();
    } catch (IllegalStateException e) {
      reason.addSuppressed(e);
    }
  }

  private interface End {
    void run() throws Exception;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
