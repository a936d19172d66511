package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Since;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code emperor logs NAME [-f] [--since DURATION|TIME]}. */
@Command(
    name = "logs",
    description = "Prints the last lines of a vassal's log, of which the emperor keeps 100.")
final class LogsCommand extends VassalCommand {

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = VassalNames.class,
      description = "The vassal's name.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with every line that comes, until it is interrupted.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "NUMBER",
      description = "How many lines at most. Default: ${DEFAULT-VALUE}.")
  private int lines = 100;

  @Option(
      names = "--since",
      paramLabel = "DURATION|TIME",
      description =
          "Only lines that are not older: 5m, 12:30, \"2026-03-01 12:30:00\" as the log writes it, or ISO 8601.")
  private @Nullable String since;

  @Override
  int run(AdminClient client, Screen screen) throws AdminException, IOException, UsageException {
    Instant from =
        since == null ? Instant.EPOCH : Since.of(since, ZonedDateTime.now(ZoneId.systemDefault()));
    if (!follow && isJson()) {
      screen.line(client.get(AdminClient.logPath(name, lines, from)).strip());
    } else if (follow) {
      client.followLog(name, lines, from, printing(client, screen));
      throw new AdminException("the emperor has ended the connection");
    } else {
      client.log(name, lines, from).forEach(screen::line);
    }
    return ExitStatus.CLEAN;
  }

  private Consumer<String> printing(AdminClient client, Screen screen) {
    return isJson() ? line -> screen.line(client.quoted(line)) : screen::line;
  }
}
