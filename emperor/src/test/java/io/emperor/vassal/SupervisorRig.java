package io.emperor.vassal;

import io.emperor.config.VassalConfigReader;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.http.Traffic;
import io.emperor.http.WebServer;
import io.emperor.inputs.ConsulCluster;
import io.emperor.monitor.VassalListener;
import io.emperor.monitor.VassalMonitor;
import io.emperor.monitor.VassalSource;
import io.emperor.port.Relay;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.StartTurns;
import io.emperor.runtime.archive.ClassArchives;
import io.emperor.runtime.ownjvm.OwnJvm;
import io.emperor.runtime.probe.TrustAtStart;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.FencedProcess;
import io.emperor.runtime.process.Fencing;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.runtime.shared.SharedJvm;
import io.emperor.vassal.download.DownloadLimits;
import io.emperor.vassal.download.Downloads;
import io.emperor.vassal.event.ServiceEvents;
import io.emperor.vassal.inputs.InputsHost;
import io.emperor.vassal.status.StatusWatchers;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalWatcher;
import io.emperor.vassal.step.Checks;
import io.emperor.vassal.step.Maintenance;
import io.emperor.vassal.step.StepContext;
import io.emperor.vassal.step.StepList;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;

/** Everything that a supervisor needs, real but for the Consul agent, which need not be there. */
public final class SupervisorRig implements AutoCloseable {

  /** Nothing listens there. */
  public static final AgentSettings NOWHERE =
      AgentSettings.of(new AgentAddress("http", "127.0.0.1", 1));

  private final Path vassals;
  private final Path home;
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  private final Relay relay = new Relay("relay");
  private final ConsulBridge consul;
  private final HandServiceWatches watches = new HandServiceWatches();
  private final ChildProcesses children;
  private final ServiceEvents events;
  private final PrivateCopies copies;
  private final Downloads downloads;
  private final VassalMonitor monitor;
  private final SupervisorContext context;
  private final StatusWatchers watchers = new StatusWatchers();
  private final StartTurns turns = StartTurns.ofThisMachine(timer, new SimpleMeterRegistry());

  /** Who may start now. */
  StartTurns turns() {
    return turns;
  }

  SupervisorRig(Path directory, RestartPolicy restarts) throws IOException {
    this(directory, restarts, NOWHERE);
  }

  SupervisorRig(Path directory, RestartPolicy restarts, AgentSettings agent) throws IOException {
    consul = new ConsulBridge(agent, "test", false, new SimpleMeterRegistry());
    vassals = Files.createDirectory(directory.resolve("vassals"));
    home = Files.createDirectory(directory.resolve("home"));
    timer.setRemoveOnCancelPolicy(true);
    children = new ChildProcesses(home);
    copies = PrivateCopies.in(home.resolve("copies"));
    downloads =
        new Downloads(
            home.resolve("downloads"),
            DownloadLimits.usual(),
            new TrustAtStart()::context,
            timer,
            Executors.newCachedThreadPool(),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    monitor = new VassalMonitor(List.of(vassals.toString()), Duration.ofHours(1), new Nobody());
    Processes processes = new Processes(children, "http://127.0.0.1:1", timer);
    events = new ServiceEvents(children, watchers);
    Maintenance maintenance = new Maintenance();
    Random random = new Random(1);
    StepContext steps =
        new StepContext(
            null,
            false,
            new VassalConfigReader("test", Map.of()),
            monitor,
            downloads,
            new InputsHost(
                new ConsulCluster(consul),
                children,
                home.resolve("inputs"),
                (vassal, atOnce, revision, listener) -> failure -> {}),
            copies,
            new ClassArchives(home.resolve("class-archives"), children, Clock.systemUTC()),
            home.resolve("data"),
            new SharedJvm(web, timer, instance -> {}),
            new OwnJvm(
                children,
                "test",
                NOWHERE,
                new OwnJvm.Names(consul, FleetSettings.plain()),
                Map.of(),
                null,
                instance -> {}),
            processes,
            new Checks(processes, null),
            turns,
            watches,
            web,
            port -> relay.listen(InetAddress.getLoopbackAddress(), port),
            vassal -> Traffic.UNMEASURED,
            consul,
            events,
            maintenance,
            source -> null,
            new Unfenced(),
            timer,
            System::nanoTime,
            random);
    context =
        new SupervisorContext(
            StepList.of(steps),
            maintenance,
            restarts,
            workers,
            workers,
            timer,
            Clock.systemUTC(),
            random,
            watchers);
    web.start();
  }

  Supervisor supervisor(String name) {
    return new Supervisor(source(name), context);
  }

  /** Writes the app's jar; answers the vassal's files. */
  VassalSource jar(String name, AppJar jar) {
    Path unused = jar.writtenTo(vassals.resolve(name + ".jar"));
    return source(name);
  }

  /** Writes something that is no jar in its place. */
  VassalSource noJar(String name) throws IOException {
    Files.writeString(vassals.resolve(name + ".jar"), "just text");
    return source(name);
  }

  /** Writes the configuration; answers the vassal's files. */
  VassalSource config(String name, String yaml) throws IOException {
    Files.writeString(vassals.resolve(name + ".yaml"), yaml);
    return source(name);
  }

  /** Writes the configuration of a program; answers the vassal's only file. */
  VassalSource program(String name, String yaml) throws IOException {
    Path config = Files.writeString(vassals.resolve(name + ".yaml"), yaml);
    return new VassalSource(name, List.of(), List.of(config), vassals);
  }

  /** The vassal's files. */
  VassalSource source(String name) {
    Path config = vassals.resolve(name + ".yaml");
    return new VassalSource(
        name,
        List.of(vassals.resolve(name + ".jar")),
        Files.exists(config) ? List.of(config) : List.of(),
        vassals);
  }

  /** Tells one more of every change. */
  void watch(VassalWatcher watcher) {
    Runnable unused = watchers.add(watcher);
  }

  /** Where the services are seen that vassals depend on. */
  HandServiceWatches watches() {
    return watches;
  }

  /** The names of the private copies. */
  long copies(String name) {
    try (Stream<Path> files =
        Files.find(
            home.resolve("copies"), 9, (file, seen) -> file.endsWith(name) && seen.size() > 0)) {
      return files.count();
    } catch (IOException | UncheckedIOException e) {
      return -1; // something was removed meanwhile
    }
  }

  List<String> copies() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("copies"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }

  /** What is kept of a vassal's inputs. */
  Path inputs(String name) {
    return home.resolve("inputs").resolve(name);
  }

  Path data(String name) {
    return home.resolve("data").resolve(name);
  }

  /** How many things are to happen later. */
  int alarms() {
    return timer.getQueue().size();
  }

  static void awaitState(Supervisor supervisor, VassalState state, int generation) {
    Await.until(
        String.format(
            Locale.ROOT, "generation %d is %s, not %s", generation, state, supervisor.status()),
        () ->
            supervisor.status().state() == state && supervisor.status().generation() == generation);
  }

  static void awaitReason(Supervisor supervisor, String words) {
    Await.until(words, () -> supervisor.status().reason().contains(words));
  }

  static String get(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    monitor.close();
    events.close();
    consul.close();
    web.close();
    relay.close();
    timer.shutdownNow();
    downloads.close();
    workers.shutdownNow();
    children.close();
    copies.close();
  }

  private static final class Nobody implements VassalListener {
    @Override
    public void appeared(VassalSource source) {}

    @Override
    public void changed(VassalSource source) {}

    @Override
    public void gone(String name) {}
  }

  /** Nothing here runs under a lease. */
  private static final class Unfenced implements Fencing {
    @Override
    public CompletableFuture<Void> add(FencedProcess process) {
      return CompletableFuture.failedFuture(new IOException("there is no fleet"));
    }

    @Override
    public void remove(FencedProcess process) {}

    @Override
    public CompletableFuture<Void> holds() {
      return CompletableFuture.failedFuture(new IOException("there is no fleet"));
    }
  }
}
