package io.emperor.cli;

import io.emperor.await.AwaitSettings;
import io.emperor.await.DiscoSettings;
import io.emperor.cli.await.AwaitRun;
import io.emperor.cli.await.AwaitWords;
import io.emperor.cli.await.DiscoLevel;
import io.emperor.cli.await.DiscoWords;
import io.emperor.cli.option.UsageException;
import io.emperor.consul.settings.AgentOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/disco}: what {@code emperor await} does, told in DISCO's words. */
@Command(
    name = "disco",
    hidden = true,
    mixinStandardHelpOptions = true,
    description =
        "Waits until what DISCO_CFG and the rules on disco.path ask for is there and configured, and then becomes the command.")
final class DiscoCommand implements Callable<Integer> {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-l", "--log-level"},
      paramLabel = "LEVEL",
      description = "DEBUG, INFO, WARNING, ERROR or CRITICAL.")
  private String level = "INFO";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Says what DISCO_CFG may say, as YAML or in the same form; the variable replaces whole namespaces of it.")
  private @Nullable String file;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "What to run, with its arguments.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws UsageException, InterruptedException {
    List<String> problems = new ArrayList<>();
    AwaitRun run = new AwaitRun(System.getenv(), problems);
    run.requireCommand(command);
    run.logs(DiscoLevel.parse(level, problems));
    DiscoSettings disco =
        new DiscoWords(problems)
            .settings(new AwaitWords(problems).file("-c", file).orElse(null), System.getenv());
    AwaitSettings settings =
        new AwaitSettings(
            List.of(),
            List.of(),
            run.inputs(() -> disco.inputs().read()),
            Optional.empty(),
            false,
            Optional.empty(),
            STOP_TIMEOUT,
            disco.consul().flatMap(consul -> run.consul(options(consul))),
            spec.root().commandLine().getParseResult().originalArgs().size() - command.size());
    return run.over(settings);
  }

  private static AgentOptions options(DiscoSettings.Consul consul) {
    return new AgentOptions(consul.host().map(List::of).orElse(null), null, null, null, null);
  }
}
