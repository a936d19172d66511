package io.emperor.await;

import io.emperor.consul.ConsulBridge;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.inputs.ChildPrograms;
import io.emperor.inputs.ConsulCluster;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.program.Programs;
import io.emperor.runtime.process.ChildProcesses;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wait, after which the launcher runs the command. {@link #run} is called by one thread, {@link
 * #close} by any other, as soon as the process is to end.
 */
public final class Await implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Await.class);

  private static final int CLEAN = 0;
  private static final int FAILED = 1;

  /** As timeout(1) says it. */
  private static final int TIMED_OUT = 124;

  private static final int LAUNCHER_GONE = 137;
  private static final Duration LOOK_FOR_LAUNCHER = Duration.ofMillis(250);

  private final AwaitSettings settings;
  private final Launcher launcher;
  private final Programs programs;
  private final List<Condition> conditions = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable ConsulBridge consul;
  private @Nullable ConsulCluster cluster;
  private volatile @Nullable CommandParent parent;
  private volatile Consumer<Provisioned> laterInputs = later -> {};

  /**
   * Begins nothing yet.
   *
   * @param directory the launcher's own
   * @param answers is read by the launcher
   */
  public Await(AwaitSettings settings, Path directory, PrintStream answers) {
    this.settings = settings;
    this.launcher = new Launcher(directory, answers);
    this.programs = new ChildPrograms(new ChildProcesses(directory), "await");
    AgentSettings agents = settings.consul().orElse(null);
    if (agents != null) {
      consul = new ConsulBridge(agents, "await", false, new CompositeMeterRegistry());
      ConsulCluster seen = new ConsulCluster(consul);
      cluster = seen;
      ConsulTrouble trouble = new ConsulTrouble(shown(agents));
      settings
          .services()
          .forEach(service -> conditions.add(new ServiceCondition(service, seen, trouble)));
    }
    conditions.addAll(settings.conditions());
    settings.inputs().ifPresent(inputs -> conditions.add(provisioned(inputs)));
  }

  private Condition provisioned(Inputs inputs) {
    return new ProvisionedCondition(
        inputs,
        () -> Objects.requireNonNull(cluster, "Consul is needed"),
        programs,
        later -> laterInputs.accept(later));
  }

  private static String shown(AgentSettings settings) {
    return settings.agents().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /**
   * Waits, and then has the command run.
   *
   * @return the exit status of this process, which is the launcher's unless it has run the command
   */
  public int run() throws InterruptedException {
    launcher.watch(this::launcherGone, LOOK_FOR_LAUNCHER);
    try {
      if (!new Waiting(conditions, settings.timeout().orElse(null), System::nanoTime).isMet()) {
        return TIMED_OUT;
      }
      return settings.stays() ? stay() : become();
    } catch (ConditionFailedException e) {
      log.error("{}; the command is not run", e.getMessage());
      return e.status();
    } catch (IllegalArgumentException | IOException e) {
      log.error("the command can't be run: {}", e.getMessage());
      return FAILED;
    }
  }

  private int become() throws IOException {
    ExecPlan plan = plan();
    closeConditions();
    launcher.becomes(plan);
    return CLEAN;
  }

  private int stay() throws IOException, InterruptedException {
    CommandParent begun = new CommandParent(settings, consul);
    parent = begun;
    if (consul != null) {
      consul.start();
    }
    AtomicBoolean again = new AtomicBoolean();
    InputChanges changes = changes(begun, again);
    if (settings.watch()) {
      laterInputs = changes::add;
    }
    ExecPlan plan = plan(); // what comes from now on is a change
    if (!settings.watch()) {
      closeConditions();
    }
    begun.starting(true);
    Optional<ProcessHandle> command = launcher.starts(plan);
    while (command.isPresent()) {
      begun.watchOver(command.get(), launcher.ended(), changes);
      begun.starting(again.get());
      command = again.getAndSet(false) ? launcher.started() : Optional.empty();
    }
    begun.starting(false);
    return CLEAN;
  }

  private InputChanges changes(CommandParent begun, AtomicBoolean again) {
    return new InputChanges(
        programs,
        begun,
        () -> {
          launcher.startsAnew(plan());
          again.set(true);
        });
  }

  private ExecPlan plan() {
    Map<String, String> environment = new HashMap<>();
    conditions.forEach(condition -> environment.putAll(condition.environment()));
    return new ExecPlan(settings.stays(), settings.skipped(), settings.stopTimeout(), environment);
  }

  private void launcherGone() {
    close();
    launcher.clearUp();
    Runtime.getRuntime().halt(LAUNCHER_GONE);
  }

  private void closeConditions() {
    conditions.forEach(Condition::close);
  }

  /**
   * Ends what was begun: a command that is registered is deregistered, and then it is ended with
   * all that it has started.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CommandParent begun = parent;
    if (begun != null) {
      begun.end();
    }
    closeConditions();
  }
}
