package io.emperor.cli;

import io.emperor.admin.AdminClient;
import io.emperor.admin.AdminException;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code emperor logs NAME [-f]}. */
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

  @Override
  int run(AdminClient client, Screen screen) throws AdminException, IOException {
    if (!follow && isJson()) {
      screen.line(
          client
              .get(String.format(Locale.ROOT, "%s/logs?lines=%d", AdminClient.path(name), lines))
              .strip());
    } else if (follow) {
      client.followLog(name, lines, printing(client, screen));
      throw new AdminException("the emperor has ended the connection");
    } else {
      client.log(name, lines).forEach(screen::line);
    }
    return Main.CLEAN;
  }

  private Consumer<String> printing(AdminClient client, Screen screen) {
    return isJson() ? line -> screen.line(client.quoted(line)) : screen::line;
  }
}
