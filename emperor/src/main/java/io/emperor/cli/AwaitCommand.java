package io.emperor.cli;

import io.emperor.await.AwaitSettings;
import io.emperor.await.Condition;
import io.emperor.await.RegisteredService;
import io.emperor.await.ServiceWanted;
import io.emperor.base.NearestName;
import io.emperor.cli.await.AwaitRun;
import io.emperor.cli.await.AwaitWords;
import io.emperor.cli.option.ConsulAccess;
import io.emperor.cli.option.UsageException;
import io.emperor.provisioning.Inputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code emperor await}. */
@Command(
    name = "await",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Waits until everything that is named is there, and then becomes the command, with the same process ID and without a JVM; with --watch or --register it stays as its parent.",
      "For the entry point of a container and the ExecStart of a unit. Consul is found as the emperor finds it."
    },
    footer = {
      "",
      "Exit status: the command's own; 2 for a wrong option or configuration, 3 when a handler failed too often, 124 when the time is up, 126 or 127 when the command can't be run, 128 and its number after a signal."
    })
final class AwaitCommand implements Callable<Integer> {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--service",
      paramLabel = "NAME[:N]",
      description =
          "Waits for so many passing instances of a service in Consul, one by default; repeatable.")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--wait",
      paramLabel = "ADDRESS",
      description =
          "Waits for tcp://HOST:PORT to take connections, http://… or https://… to answer 2xx, file:///PATH to be there; repeatable.")
  private List<String> waits = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "FILE.yaml",
      description = "Says what the command needs: sources, schemas, rules.")
  private @Nullable String input;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "Gives up after so long, names what is still missing, and ends with status 124. When not given, it waits as long as it takes.")
  private @Nullable String timeout;

  @Option(
      names = "--watch",
      description = "Stays as the command's parent and goes on watching what --input names.")
  private boolean watch;

  @Option(
      names = "--register",
      paramLabel = "NAME",
      description =
          "Stays as the command's parent and registers it in Consul while it runs; it is deregistered before it is told to end.")
  private @Nullable String register;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where a registered command listens.")
  private @Nullable String port;

  @Option(
      names = "--check-http",
      paramLabel = "PATH",
      description = "What a registered command has to answer on its port with 2xx.")
  private @Nullable String checkPath;

  @Option(
      names = "--check-tcp",
      paramLabel = "PORT|none",
      description =
          "Where a registered command has to take connections; none for one that is passing while it runs. Default: its port, unless --check-http is said.")
  private @Nullable String checkPort;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Of a registered command in Consul; repeatable.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--stop-timeout",
      paramLabel = "DURATION",
      description =
          "How long a command with a parent may take to end after SIGTERM; then it is killed with all that it has started. Default: 30s.")
  private @Nullable String stopTimeout;

  @Mixin private final ConsulAccess consul = new ConsulAccess();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "What to run, with its arguments, behind --.")
  private List<String> command = new ArrayList<>();

  @Unmatched private List<String> unknown = new ArrayList<>();

  @Override
  public Integer call() throws UsageException, InterruptedException {
    List<String> problems = new ArrayList<>();
    unknown.forEach(
        word ->
            problems.add(
                "%s: unknown option: %s"
                    .formatted(
                        word.split("=", 2)[0],
                        NearestName.remedy(word.split("=", 2)[0], spec.optionsMap().keySet()))));
    AwaitRun run = new AwaitRun(System.getenv(), problems);
    run.requireCommand(command);
    AwaitWords words = new AwaitWords(problems);
    List<ServiceWanted> wanted = words.services(services);
    List<Condition> conditions = words.conditions(waits);
    Optional<Inputs> inputs = words.file("--input", input).flatMap(run::inputs);
    Optional<Duration> limit = words.duration("--timeout", timeout);
    Optional<Duration> stopping = words.duration("--stop-timeout", stopTimeout);
    Optional<RegisteredService> registered =
        words.registered(register, port, checkPath, checkPort, tags);
    boolean needsConsul =
        !wanted.isEmpty() || register != null || inputs.map(Inputs::needCluster).orElse(false);
    AwaitSettings settings =
        new AwaitSettings(
            wanted,
            conditions,
            inputs,
            limit,
            watch,
            registered,
            stopping.orElse(STOP_TIMEOUT),
            needsConsul ? run.consul(consul) : Optional.empty(),
            spec.root().commandLine().getParseResult().originalArgs().size() - command.size());
    return run.over(settings);
  }
}
