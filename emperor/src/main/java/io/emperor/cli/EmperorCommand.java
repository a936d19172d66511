package io.emperor.cli;

import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.RunOption;
import io.emperor.cli.run.ForegroundRun;
import io.emperor.cli.run.VersionLine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code emperor}: runs the emperor, which {@code emperor run} says in full. */
@Command(
    name = "emperor",
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    description = "Watches directories and runs what it finds there as healthy Consul services.",
    footer = {
      "",
      "Every option can also stand in the environment (EMPEROR_VASSALS=dir/) and in the file that --config names (vassals: dir/); several values are separated by commas there, those of EMPEROR_VASSAL_SET by line ends. The command line beats the environment, which beats the file.",
      "",
      "Exit status: 0 after a clean stop, 2 for a wrong option or configuration, 3 when memory ran out, 130 when a second Ctrl-C cut the stop short, 1 otherwise."
    })
class EmperorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine() {
    CommandSpec run = withOptions(new Run());
    CommandLine emperor =
        new CommandLine(withOptions(new EmperorCommand()).addSubcommand("run", run))
            .setUnmatchedArgumentsAllowed(true);
    List.of(
            new ListCommand(),
            new StatusCommand(),
            new InputsCommand(),
            new DeployCommand(),
            new ActionCommand.Reload(),
            new ActionCommand.Stop(),
            new ActionCommand.Start(),
            new LogsCommand(),
            new LogLevelCommand(),
            new AgentsCommand(),
            new FleetCommand(),
            new MembershipCommand(),
            new MaintenanceCommand(),
            new AwaitCommand(),
            new DiscoCommand(),
            new SerfHandlerCommand(),
            new PublishCommand(System.getenv()),
            new EtcdEventCommand(System.getenv()),
            new CheckConfigCommand(),
            new ArchiveCommand(),
            new CompletionCommand(),
            new CommandLine.HelpCommand())
        .forEach(emperor::addSubcommand);
    // What follows a command's name is the command's own.
    emperor.getSubcommands().entrySet().stream()
        .filter(command -> List.of("await", "disco").contains(command.getKey()))
        .forEach(command -> command.getValue().setStopAtPositional(true));
    return emperor;
  }

  private static CommandSpec withOptions(EmperorCommand command) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    for (RunOption option : RunOption.values()) {
      spec.addOption(spec(option));
    }
    return spec;
  }

  private static OptionSpec spec(RunOption option) {
    OptionSpec.Builder built =
        OptionSpec.builder(option.flag()).description(option.description().replace("%", "%%"));
    if (option.isFlag()) {
      return built.arity("0").type(boolean.class).build();
    }
    built.paramLabel(option.label()).arity("1");
    return option.isRepeatable()
        ? built.type(List.class).auxiliaryTypes(String.class).build()
        : built.type(String.class).build();
  }

  @Override
  public Integer call() throws Exception {
    return ForegroundRun.of(
        OptionValues.of(spec.commandLine().getParseResult(), System.getenv()), System.getenv());
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      sortOptions = false,
      description = "Runs the emperor in the foreground; the default command.")
  private static final class Run extends EmperorCommand {}
}
