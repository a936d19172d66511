package io.emperor.cli.run;

import io.emperor.admin.AdminContext;
import io.emperor.admin.AdminEndpoint;
import io.emperor.admin.AdminSettings;
import io.emperor.admin.view.EmperorIdentity;
import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.UsageException;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.daemon.Emperor;
import io.emperor.daemon.EmperorSettings;
import io.emperor.devagent.DevAgent;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.logging.EmperorLog;
import io.emperor.logging.LastLines;
import io.emperor.metrics.Metrics;
import io.emperor.monitor.InvalidVassalsException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an emperor in the foreground, until a signal ends it. */
public final class ForegroundRun {

  private static final Logger log = LoggerFactory.getLogger(ForegroundRun.class);

  /** What a shell reports of a process that SIGINT ended. */
  private static final int INTERRUPTED = 130;

  private final @Nullable AdminSettings admin;
  private final LastLines lines;
  private final Metrics metrics = new Metrics(Version.number());

  private ForegroundRun(@Nullable AdminSettings admin, LastLines lines) {
    this.admin = admin;
    this.lines = lines;
  }

  /**
   * Runs what was said.
   *
   * @return the exit status
   * @throws UsageException with everything that is wrong with it
   */
  public static int of(OptionValues values, Map<String, String> environment)
      throws UsageException, InterruptedException {
    ClassPreloader forerunner = ClassPreloader.setOff();
    RunSettings run = new RunSettings(values, environment);
    EmperorSettings settings = run.parsed();
    ForegroundRun reign = new ForegroundRun(run.admin().orElse(null), EmperorLog.begin(run.log()));
    run.tell();
    forerunner.await();
    return run.isDev() ? reign.withOwnAgent(settings, run.devConsul()) : reign.over(settings);
  }

  /** The JVM ends: after a stop, or because somebody, an app perhaps, has called System.exit. */
  private static void endUnexpectedly(CountDownLatch told, CountDownLatch stopped) {
    if (told.getCount() > 0) {
      told.countDown();
      log.error("System.exit was called, by an app perhaps: everything is stopped first");
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs an emperor as {@link #over} does, with a Consul agent of its own.
   *
   * @param profile which Consul that answers like
   * @return the exit status
   */
  private int withOwnAgent(EmperorSettings settings, ConsulProfile profile)
      throws UsageException, InterruptedException {
    try (DevAgent agent = DevAgent.startOnFirstFree(AgentAddress.DEFAULT_PORT, profile)) {
      log.info(
          "an agent of the emperor's own answers at http://{} like Consul {}; what it knows ends with it",
          agent.address(),
          profile.word());
      return over(settings.withAgent(AgentAddress.parse(agent.address())));
    } catch (IOException e) {
      throw new UsageException(List.of("--dev: " + e.getMessage()));
    }
  }

  /**
   * Runs an emperor until SIGTERM or SIGINT; a SIGINT while it stops ends the process at once.
   * SIGHUP reloads all vassals, unless the terminal is gone: then it ends as well.
   *
   * @return the exit status
   */
  private int over(EmperorSettings settings) throws UsageException, InterruptedException {
    Emperor emperor;
    try {
      emperor = new Emperor(settings, metrics.registry(), lines);
    } catch (InvalidVassalsException e) {
      throw new UsageException(e.problems());
    } catch (IOException e) {
      boolean plain = e instanceof FileSystemException on && on.getReason() != null;
      throw new UsageException(
          List.of(
              "--data-dir: %s can't be used: %s"
                  .formatted(settings.data(), plain ? e.getMessage() : e)));
    }
    metrics.add(emperor.meters());
    AdminEndpoint endpoint = opened(emperor, settings);
    CountDownLatch told = new CountDownLatch(1);
    Signals.on("TERM", told::countDown);
    ServiceManager manager = ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
    ControllingTerminal terminal = new ControllingTerminal();
    Signals.on(
        "HUP",
        () -> {
          if (terminal.isGone()) {
            told.countDown();
          } else {
            manager.reloading(emperor.reload());
          }
        });
    Signals.on(
        "INT",
        () -> {
          if (told.getCount() == 0) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          told.countDown();
        });
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> endUnexpectedly(told, stopped), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    MemoryWatch.begin(emperor::stalled);
    try {
      emperor.start();
      manager.ready("watches " + String.join(", ", settings.vassals()), emperor::stalled);
      if (endpoint != null) {
        log.info("dashboard and API at {}", endpoint.address());
      }
      told.await();
      manager.stopping();
      boolean clean = emperor.stop();
      manager.close();
      if (endpoint != null) {
        endpoint.close();
      }
      metrics.close();
      return clean ? ExitStatus.CLEAN : ExitStatus.FAILED;
    } finally {
      stopped.countDown(); // whatever has failed: the end of the JVM waits for it
    }
  }

  private @Nullable AdminEndpoint opened(Emperor emperor, EmperorSettings settings)
      throws UsageException {
    if (admin == null) {
      return null;
    }
    try {
      EmperorIdentity identity =
          new EmperorIdentity(
              settings.name(), Version.number(), settings.fleet().fleet(), Instant.now());
      return AdminEndpoint.open(admin, AdminContext.of(identity, emperor, metrics, lines));
    } catch (IOException e) {
      boolean stopped = emperor.stop();
      log.debug("nothing had begun: {}", stopped);
      throw new UsageException(List.of("--admin: " + Occupant.message(admin, e)));
    }
  }
}
