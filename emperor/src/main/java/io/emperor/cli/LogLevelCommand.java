package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import io.emperor.logging.LogLevel;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code emperor log-level [[LOGGER=]LEVEL…]}. */
@Command(
    name = "log-level",
    description = {
      "Changes how much a running emperor logs, until it ends, and prints the levels then; without words it prints them alone.",
      "A vassal in a JVM of its own has the levels that there were when that was started."
    })
final class LogLevelCommand extends VassalCommand {

  @Parameters(
      paramLabel = "[LOGGER=]LEVEL",
      arity = "0..*",
      description =
          "A logger, the root if none is named, and its level: trace, debug, info, warn, error or off.")
  private List<String> words = List.of();

  @Override
  int run(AdminClient client, Screen screen) throws AdminException, UsageException {
    for (LogLevel level : levels()) {
      client.logLevel(level.logger(), level.level());
    }
    if (isJson()) {
      screen.line(client.get(AdminClient.LOG_LEVELS).strip());
      return ExitStatus.CLEAN;
    }
    Table table = new Table().row("LOGGER", "LEVEL");
    client.logLevels().forEach(table::row);
    table.lines(0).forEach(screen::line);
    return ExitStatus.CLEAN;
  }

  private List<LogLevel> levels() throws UsageException {
    List<LogLevel> levels = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String word : words) {
      try {
        levels.add(LogLevel.parse(word));
      } catch (IllegalArgumentException e) {
        problems.add("log-level: " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return levels;
  }
}
