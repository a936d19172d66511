package io.emperor.testkit;

import io.emperor.api.ConsulApi;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.consul.registration.ServiceDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A vassal that runs within a test, registered with the agent of a {@link TestCluster}. Its methods
 * may be called from any thread; closed by whoever started it.
 */
public final class RunningVassal implements AutoCloseable {

  private final TestCluster cluster;
  private final Class<? extends Vassal> type;
  private final String name;
  private final Limits limits;
  private final Path data = Files.createTempDirectory("vassal-");
  private final KitServer server = new KitServer();
  private final Ends ends = new Ends();
  private final Ends afterwards = new Ends();
  private volatile KitApp current;

  RunningVassal(
      TestCluster cluster,
      Class<? extends Vassal> type,
      String name,
      Map<String, String> settings,
      Limits limits)
      throws Exception {
    this.cluster = cluster;
    this.type = type;
    this.name = name;
    this.limits = limits;
    afterwards.push(() -> delete(data));
    current = app(1, settings);
    ends.push(server::close);
    ends.push(() -> current.end());
    ends.push(server::refuse);
    try {
      start(current);
      enter(current, current.health());
    } catch (Throwable e) {
      ends.runAfter(e);
      afterwards.runAfter(e);
      throw e;
    }
    ends.push(() -> cluster.deregister(serviceId()));
  }

  /**
   * Starts a vassal with a cluster of its own, which ends with it.
   *
   * @param type a public class with a public constructor without parameters
   * @param name its name and that of its service; the class's name in lower case if it is empty
   * @param settings what its context answers
   * @return the vassal, which has started and is registered
   * @throws java.util.concurrent.TimeoutException if {@code start} or a servlet's {@code init} took
   *     longer than 60 s
   * @throws Exception what its constructor, its {@code start} or a servlet's {@code init} has
   *     thrown; the app is stopped then
   */
  public static RunningVassal start(
      Class<? extends Vassal> type, String name, Map<String, String> settings) throws Exception {
    TestCluster cluster = TestCluster.start();
    try {
      RunningVassal running = cluster.run(type, name, settings);
      running.afterwards.push(cluster::close);
      return running;
    } catch (Throwable e) {
      cluster.close();
      throw e;
    }
  }

  private KitApp app(int generation, Map<String, String> settings) {
    var consul = cluster.appConsul(name);
    KitContext context = new KitContext(name, generation, settings, data, consul);
    return new KitApp(type, context, consul, limits);
  }

  private void start(KitApp app) throws Exception {
    app.start();
    KitServlets declared = app.servlets();
    if (declared != null) {
      app.initialize(declared, server.open());
    }
  }

  private void enter(KitApp app, Health health) {
    server.serve(app.servlets());
    cluster.register(definition(app), health);
  }

  private ServiceDefinition definition(KitApp app) {
    return new ServiceDefinition(
        serviceId(),
        name,
        List.of(),
        Map.of("vassal", name, "generation", Integer.toString(app.context().generation())),
        TestCluster.HOST,
        app.servlets() == null ? 0 : server.port(),
        TestCluster.LONG,
        TestCluster.LONG);
  }

  private String serviceId() {
    return current.context().serviceId();
  }

  /**
   * What the vassal is registered with.
   *
   * @return the cluster; closed by whoever started it
   */
  public TestCluster cluster() {
    return cluster;
  }

  /**
   * The cluster, through an object of the test's own: {@link TestCluster#consul}.
   *
   * @return works after {@link #stop}, too
   */
  public ConsulApi consul() {
    return cluster.consul();
  }

  /**
   * The agent's HTTP API, for a client of one's own.
   *
   * @return {@code http://127.0.0.1:PORT}
   */
  public URI agent() {
    return cluster.agent();
  }

  /**
   * Where its servlets answer, or have answered until it was stopped.
   *
   * @return {@code http://127.0.0.1:PORT/}
   * @throws IllegalStateException if it has never had any
   */
  public URI uri() {
    if (server.port() == 0) {
      throw new IllegalStateException(
          name + " has declared no servlet in start(), so it has no URI");
    }
    return URI.create(String.format(Locale.ROOT, "http://%s:%d/", TestCluster.HOST, server.port()));
  }

  /**
   * What its context answers as {@code dataDirectory()}.
   *
   * @return an existing directory, deleted by {@link #close}
   */
  public Path dataDirectory() {
    return data;
  }

  /**
   * The threads that live of those that run the app's code, or that such threads have started.
   *
   * @return none, {@link #stop stopped}, if {@code stop} leaves nothing behind
   */
  public List<Thread> threads() {
    return current.threads();
  }

  /**
   * How often the vassal has asked for reinforcement: here nothing comes of that.
   *
   * @return every call of {@code reinforce()} since it was loaded last
   */
  public long reinforcements() {
    return current.context().reinforcements();
  }

  /**
   * Asks the vassal for its health, and tells the agent, which knows it when this returns. The
   * emperor does so every 5 s; here nobody asks but a test.
   *
   * @return what it said; critical if it threw, answered {@code null} or took longer than 5 s
   * @throws IllegalStateException if it is stopped
   * @throws InterruptedException if the calling thread is interrupted
   */
  public synchronized Health health() throws InterruptedException {
    requireRunning();
    Health health = current.health();
    cluster.tell(serviceId(), health);
    return health;
  }

  /**
   * Has the vassal lose a name in the fleet, or a lead, as an outage of Consul would make it: what
   * it told to run at the loss runs, the leader's task is interrupted and stands again.
   *
   * @param name the name
   * @return whether it had it
   */
  public boolean loseName(String name) {
    return current.loseName(name);
  }

  /**
   * Reloads the vassal as the emperor does, with the settings it has: a new instance, of the next
   * generation, is started beside the old one, takes over its port and its registration, and only
   * then the old one is stopped. Other than there, both are of one class loader, so static fields
   * stay, and those of {@link io.emperor.api.Consul} are the new one's as soon as it starts.
   *
   * @throws IllegalStateException if the new one is critical, or this one was stopped; the old one
   *     stays
   * @throws Exception what the new one's {@code start} has thrown: the old one stays; or what the
   *     old one's {@code stop} has thrown
   */
  public void reload() throws Exception {
    reload(current.context().settings());
  }

  /**
   * Reloads the vassal with other settings.
   *
   * @param settings what the new generation's context answers
   * @throws IllegalStateException as {@link #reload()}
   * @throws Exception as {@link #reload()}
   */
  public synchronized void reload(Map<String, String> settings) throws Exception {
    requireRunning();
    KitApp before = current;
    KitApp next = app(before.context().generation() + 1, settings);
    try {
      start(next);
      Health health = next.health();
      if (health.status() == Health.Status.CRITICAL) {
        throw new IllegalStateException("the new generation is critical: " + health.note());
      }
      enter(next, health);
    } catch (Throwable e) {
      Ends ofNext = new Ends();
      ofNext.push(next::end);
      ofNext.runAfter(e);
      throw e;
    }
    current = next;
    before.end();
  }

  /**
   * Ends the vassal as the emperor does: deregisters it, lets requests in flight finish, stops it,
   * destroys its servlets and its sessions, and interrupts the threads that are left. Each of these
   * happens whatever fails. The cluster stays. A second call does nothing.
   *
   * @throws java.util.concurrent.TimeoutException if {@code stop} took longer than 30 s
   * @throws Exception what {@code stop} or a servlet's {@code destroy} has thrown
   */
  public synchronized void stop() throws Exception {
    ends.run();
  }

  /**
   * {@linkplain #stop Stops} the vassal, if it was not, and deletes its data directory; ends the
   * cluster, too, if it is the vassal's own. A second call does nothing.
   *
   * @throws IllegalStateException if something failed, with what {@code stop} has thrown as its
   *     cause, say; the rest is ended all the same
   */
  @Override
  public synchronized void close() {
    afterwards.push(this::stop);
    try {
      afterwards.run();
    } catch (Exception e) {
      throw new IllegalStateException(name + " did not end: " + e, e);
    }
  }

  private void requireRunning() {
    if (ends.isEmpty()) {
      throw new IllegalStateException(name + " is stopped");
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
