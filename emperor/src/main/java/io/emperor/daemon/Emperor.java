package io.emperor.daemon;

import io.emperor.base.ReportingTimer;
import io.emperor.config.VassalConfigReader;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.registration.SeenService;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.daemon.keyed.ConsulVassals;
import io.emperor.daemon.keyed.KeyedFiles;
import io.emperor.http.WebServer;
import io.emperor.inputs.ConsulCluster;
import io.emperor.logging.LastLines;
import io.emperor.membership.Membership;
import io.emperor.monitor.VassalMonitor;
import io.emperor.monitor.VassalSource;
import io.emperor.port.Relay;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.StartTurns;
import io.emperor.runtime.archive.ClassArchives;
import io.emperor.runtime.ownjvm.OwnJvm;
import io.emperor.runtime.probe.TrustAtStart;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.runtime.shared.SharedJvm;
import io.emperor.vassal.StoppedVassals;
import io.emperor.vassal.Supervisor;
import io.emperor.vassal.SupervisorContext;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.download.DownloadLimits;
import io.emperor.vassal.download.Downloads;
import io.emperor.vassal.event.ServiceEvents;
import io.emperor.vassal.inputs.InputsHost;
import io.emperor.vassal.metrics.VassalMeters;
import io.emperor.vassal.status.VassalWatcher;
import io.emperor.vassal.step.Checks;
import io.emperor.vassal.step.Maintenance;
import io.emperor.vassal.step.StepContext;
import io.emperor.vassal.step.StepList;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running emperor: builds what it is made of, gives every vassal that the monitor finds a
 * supervisor, and ends all of it in order. Started and stopped once.
 */
public final class Emperor {

  private static final Logger log = LoggerFactory.getLogger(Emperor.class);

  private final EmperorSettings settings;
  private final ThreadPoolExecutor workers = EmperorThreads.pool("vassals");
  private final ThreadPoolExecutor loaders = EmperorThreads.pool("loaders");
  private final ReportingTimer timer = new ReportingTimer(EmperorThreads.named("timer"));
  private final NameLock reign;
  private final Downloads downloads;
  private final Cleaning cleaning;
  private final PrivateCopies copies;
  private final ChildProcesses children;
  private final ClassArchives archives;
  private final WebServer web;
  private final Relay relay = new Relay("relay");
  private final ConsulBridge consul;
  private final ConsulCluster cluster;
  private final InputsHost inputs;
  private final ServiceEvents events;
  private final Optional<Membership> membership;
  private final ConsulVassals keyed;
  private final VassalMonitor monitor;
  private final PoolWatch pools = new PoolWatch(System::nanoTime);
  private final SupervisorContext context;
  private final Vassals vassals;
  private final EmperorFleet fleet;
  private final VassalMeters meters;

  /**
   * Builds an emperor; nothing runs yet.
   *
   * @param settings what it runs with
   * @param registry where it counts and measures what it does
   * @param lines told which vassals there are
   * @throws IOException if its data directory can't be used
   * @throws io.emperor.monitor.InvalidVassalsException if a vassals directory can't be watched
   */
  public Emperor(EmperorSettings settings, MeterRegistry registry, LastLines lines)
      throws IOException {
    this.settings = settings;
    Path home = PrivateDirectory.ofEmperor(settings.data(), settings.name());
    vassals =
        new Vassals(
            this::supervisor,
            this::directories,
            new StoppedVassals(home.resolve("stopped")),
            lines);
    meters =
        new VassalMeters(
            registry.config().clock(),
            Clock.systemUTC(),
            name -> vassals.find(name).isPresent(),
            vassals::inputs);
    for (VassalWatcher watcher : List.of(meters, new SpareMemory(timer, loaders))) {
      Runnable unused = vassals.watch(watcher);
    }
    timer.setRemoveOnCancelPolicy(true);
    EmperorThreads.start(timer, workers, loaders);
    reign = NameLock.claim(home);
    downloads =
        new Downloads(
            home.resolve("downloads"),
            DownloadLimits.usual(),
            new TrustAtStart()::context,
            timer,
            EmperorThreads.restingPool("downloads"),
            Clock.systemUTC(),
            registry);
    keyed = new ConsulVassals(home.resolve("consul"), settings.vassals());
    VassalConfigReader plain =
        new VassalConfigReader(settings.name(), settings.vassalSet(), keyed::place);
    VassalConfigReader configs = settings.tyrant() ? plain.underTyrant() : plain;
    copies = PrivateCopies.in(home.resolve("copies"));
    Path data =
        settings.tyrant() ? Tyranny.open(settings.data(), home, copies) : home.resolve("data");
    web = new WebServer("http", settings.bind());
    consul =
        new ConsulBridge(
            settings.consul(), settings.name(), settings.fleet(), reign.isHeld(), registry);
    cluster = new ConsulCluster(consul);
    fleet = new EmperorFleet(consul, home, vassals, configs, loaders, registry);
    monitor =
        new VassalMonitor(
            keyed.words(),
            keyed::place,
            settings.scanInterval(),
            settings.tyrant(),
            fleet.arrivals());
    children = new ChildProcesses(home);
    archives = new ClassArchives(home.resolve("class-archives"), children, Clock.systemUTC());
    Processes processes =
        new Processes(children, settings.consul().agents().get(0).toString(), timer);
    inputs = new InputsHost(cluster, children, home.resolve("inputs"), fleet.turns());
    inputs.sweep();
    cleaning = new Cleaning(downloads, configs, inputs, vassals, keyed);
    settings.membership().ifPresent(plan -> inputs.reserve(plan.inputs()));
    events = new ServiceEvents(children, vassals.watchers());
    membership =
        Membership.of(
            settings.membership(),
            cluster,
            consul,
            children,
            new Membership.Node(settings.name(), settings.fleet().labels()),
            home.resolve("membership"),
            registry);
    Maintenance maintenance = new Maintenance();
    RandomGenerator random = RandomGenerator.getDefault();
    StepContext steps =
        new StepContext(
            settings.advertised(),
            settings.tyrant(),
            configs,
            monitor,
            downloads,
            inputs,
            copies,
            archives,
            data,
            new SharedJvm(web, timer, fleet::reinforce),
            new OwnJvm(
                children,
                settings.name(),
                settings.consul(),
                new OwnJvm.Names(consul, settings.fleet()),
                membership.map(Membership::eventWords).orElse(Map.of()),
                settings.bind(),
                fleet::reinforce),
            processes,
            new Checks(processes, settings.bind()),
            StartTurns.ofThisMachine(timer, registry),
            consul::watchService,
            web,
            port -> relay.listen(settings.bind(), port),
            meters::traffic,
            consul,
            events,
            maintenance,
            fleet.slots(),
            fleet.fencing(),
            timer,
            System::nanoTime,
            random);
    context =
        new SupervisorContext(
            StepList.of(steps),
            maintenance,
            settings.restarts(),
            workers,
            loaders,
            timer,
            Clock.systemUTC(),
            random,
            vassals.watchers());
  }

  /** What this emperor does for programs that are no vassals, if anything. */
  public Optional<Membership> membership() {
    return membership;
  }

  /**
   * Has classes ready whose first use takes long, for a thread that has nothing else to do before
   * an emperor is made. Leaves nothing behind.
   */
  public static void prepare() {
    new WebServer("prepared", null).close();
  }

  /**
   * The Consul agents, the preferred first. Asks nobody.
   *
   * @return what is known of each
   */
  public List<AgentView> agents() {
    return consul.agents();
  }

  /**
   * Asks for a service as Consul shows it.
   *
   * @param serviceId the service's ID
   * @return as {@link ConsulBridge#seen}
   */
  public CompletionStage<SeenService> seen(String serviceId) {
    return consul.seen(serviceId);
  }

  /**
   * What this emperor is in its fleet.
   *
   * @return a view that goes on changing
   */
  public EmperorFleet fleet() {
    return fleet;
  }

  /**
   * Writes and removes configurations of vassals in Consul.
   *
   * @return what does so below the prefixes that this emperor watches
   */
  public KeyedFiles keyedFiles() {
    return keyed.files(consul::keys);
  }

  private List<Path> directories(String file) {
    return monitor.directories(file).stream()
        .filter(directory -> keyed.place(directory).isEmpty())
        .toList();
  }

  private Supervisor supervisor(VassalSource source) {
    return new Supervisor(source, context);
  }

  /**
   * The vassals that there are.
   *
   * @return a view that goes on changing
   */
  public Vassals vassals() {
    return vassals;
  }

  /**
   * What is measured of the vassals.
   *
   * @return a view that goes on changing
   */
  public VassalMeters meters() {
    return meters;
  }

  /** Begins to watch, and so to run vassals. */
  public void start() {
    if (!reign.isHeld()) {
      log.warn(
          "another emperor named {} runs on this machine: services that a killed one left behind"
              + " stay in Consul; give each a --name and an --admin of its own",
          settings.name());
    }
    settings.doubt().ifPresent(log::warn);
    if (reign.isHeld()) {
      children.endSurvivors();
      archives.sweep();
      keyed.forgetOthers();
    }
    web.start();
    consul.start();
    consul.joinFleet();
    fleet.start();
    membership.ifPresent(Membership::open);
    // A silent Consul keeps nothing waiting for longer: then what was there last begins.
    var unused =
        keyed
            .start(consul::keys)
            .completeOnTimeout(null, 2, TimeUnit.SECONDS)
            .thenRun(monitor::start);
    if (reign.isHeld()) {
      cleaning.begin(timer, loaders);
    }
    pools.watch(timer, Map.of("vassals", workers, "loaders", loaders));
    log.info(
        "emperor {} watches {} and registers with the Consul agent at {}",
        settings.name(),
        String.join(", ", settings.vassals()),
        settings.consul().agents().stream()
            .map(AgentAddress::toString)
            .collect(Collectors.joining(" or ")));
  }

  /** The names of the emperor's own loops that have stopped turning. Does not block. */
  public List<String> stalled() {
    Stream<String> monitors = monitor.isStalled() ? Stream.of("monitor") : Stream.empty();
    return Stream.of(
            pools.stalled().stream(),
            relay.stalled().stream(),
            consul.stalled().stream(),
            fleet.stalled().stream(),
            monitors)
        .flatMap(names -> names)
        .toList();
  }

  /**
   * Reloads every vassal, one after another in the order of their names, as if its files had
   * changed. Returns at once.
   *
   * @return done when the last of them has been reloaded, or has failed to
   */
  public CompletableFuture<Void> reload() {
    return vassals.reloadAll();
  }

  /**
   * Ends every vassal, deregistering it first, and then the emperor itself. Every step is bounded
   * in time.
   *
   * @return whether Consul has confirmed that nothing of this emperor is registered any more
   */
  public boolean stop() {
    if (settings.drainsOnStop()) {
      fleet.drain();
    }
    keyed.close();
    monitor.close();
    fleet.close();
    boolean deregistered = vassals.endAll();
    events.close();
    membership.ifPresent(Membership::close);
    fleet.vacate();
    cluster.close();
    consul.close();
    web.close();
    relay.close();
    children.close();
    timer.shutdownNow();
    downloads.close();
    loaders.shutdownNow();
    workers.shutdown();
    copies.close();
    try {
      reign.close();
    } catch (IOException e) {
      log.debug("the claim to the name could not be given back", e);
    }
    log.info("stopped");
    return deregistered;
  }
}
