package io.emperor.testkit;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.devagent.DevAgent;
import io.emperor.devagent.base.ConsulProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A Consul-compatible agent for one test, which nobody else uses, and what a test does with it
 * before and beside a vassal. Its methods may be called from any thread; closed by whoever started
 * it.
 */
public final class TestCluster implements AutoCloseable {

  static final String EMPEROR = "test";

  static final String HOST = "127.0.0.1";

  /** Longer than anybody looks at a breakpoint. */
  static final Duration LONG = Duration.ofHours(1);

  private static final long LIMIT_SECONDS = 10;

  private final Ends ends = new Ends();
  private final DevAgent agent;
  private final ConsulBridge bridge;
  private final AppConsul consul;
  private final Map<String, Registration> registrations = new HashMap<>();

  private TestCluster(ConsulProfile profile) throws IOException {
    try {
      agent = DevAgent.start(0, profile);
      ends.push(agent::close);
      AgentSettings settings = AgentSettings.of(AgentAddress.parse(agent.address()));
      FleetSettings fleet = FleetSettings.plain().withOwnAgent();
      bridge = new ConsulBridge(settings, EMPEROR, fleet, false, new SimpleMeterRegistry());
      ends.push(bridge::close);
      bridge.start();
      consul = bridge.appConsul(EMPEROR);
      ends.push(consul::close);
    } catch (Throwable e) {
      ends.runAfter(e);
      throw e;
    }
    Bindings.bind(consul);
    ends.push(() -> Bindings.release(consul));
  }

  /**
   * Starts an agent. While no vassal runs, the static methods of {@link Consul} are {@link
   * #consul}.
   *
   * @return the cluster, which answers
   * @throws IOException if no port can be had
   */
  public static TestCluster start() throws IOException {
    return start(ConsulProfile.V1_8);
  }

  /**
   * Starts an agent. While no vassal runs, the static methods of {@link Consul} are {@link
   * #consul}.
   *
   * @param profile which Consul the agent answers like
   * @return the cluster, which answers
   * @throws IOException if no port can be had
   */
  public static TestCluster start(ConsulProfile profile) throws IOException {
    return new TestCluster(profile);
  }

  /**
   * The cluster, through an object of the test's own: sessions that are made with it outlive the
   * vassal.
   *
   * @return works until the cluster is closed
   */
  public ConsulApi consul() {
    return consul;
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
   * Registers a service for a vassal to find, or changes it. Has happened when it returns.
   *
   * @param id the service ID
   * @param name the service's name
   * @param port its port on 127.0.0.1, 1 to 65535, or 0 for none
   * @param health its health, until it is registered with another
   * @throws IllegalArgumentException if it can't be registered
   */
  public void register(String id, String name, int port, Health health) {
    register(new ServiceDefinition(id, name, List.of(), Map.of(), HOST, port, LONG, LONG), health);
  }

  synchronized void register(ServiceDefinition definition, Health health) {
    Registration before = registrations.get(definition.id());
    if (before == null) {
      Registration made = bridge.register(definition, health);
      registrations.put(definition.id(), made);
      await(made.registered());
    } else {
      await(before.update(definition, health));
    }
    tell(definition.id(), health);
  }

  /** Tells both: the bridge, which repeats it, and the agent, which has heard it on return. */
  synchronized void tell(String id, Health health) {
    Registration registration = registrations.get(id);
    if (registration != null) {
      registration.health(health);
      AgentCheck.update(agent(), id, health);
    }
  }

  /**
   * Takes a service away. Has happened when it returns.
   *
   * @param id what was registered; if nothing was, nothing is done
   */
  public synchronized void deregister(String id) {
    Registration registration = registrations.remove(id);
    if (registration != null) {
      await(registration.deregister());
    }
  }

  private static void await(CompletionStage<Void> done) {
    var unused =
        done.toCompletableFuture().copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  /**
   * Starts a vassal in this cluster. The static methods of {@link Consul} are its own until it
   * ends, or until another is started, and again when that one ends.
   *
   * @param type a public class with a public constructor without parameters
   * @param name its name and that of its service; the class's name in lower case if it is empty
   * @param settings what its context answers
   * @return the vassal, which has started and is registered; closed by the caller
   * @throws java.util.concurrent.TimeoutException if {@code start} or a servlet's {@code init} took
   *     longer than 60 s
   * @throws Exception what its constructor, its {@code start} or a servlet's {@code init} has
   *     thrown; the app is stopped then
   */
  public RunningVassal run(Class<? extends Vassal> type, String name, Map<String, String> settings)
      throws Exception {
    return run(type, name, settings, Limits.DEFAULT);
  }

  RunningVassal run(
      Class<? extends Vassal> type, String name, Map<String, String> settings, Limits limits)
      throws Exception {
    String called = name.isEmpty() ? type.getSimpleName().toLowerCase(Locale.ROOT) : name;
    return new RunningVassal(this, type, called, settings, limits);
  }

  AppConsul appConsul(String vassal) {
    return bridge.appConsul(vassal, vassal + "-" + EMPEROR, vassal);
  }

  /**
   * Ends the agent. Sessions that were made with {@link #consul} are destroyed.
   *
   * @throws IllegalStateException if that fails
   */
  @Override
  public synchronized void close() {
    try {
      ends.run();
    } catch (Exception e) {
      throw new IllegalStateException("the cluster did not end: " + e.getMessage(), e);
    }
  }
}
