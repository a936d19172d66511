package io.emperor.cli;

import io.emperor.admin.AdminClient;
import io.emperor.admin.AdminException;
import io.emperor.admin.VassalView;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code emperor list}. */
@Command(name = "list", description = "Lists the vassals of a running emperor.")
final class ListCommand extends VassalCommand {

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.get("/v1/vassals").strip());
      return Main.CLEAN;
    }
    screen.line("emperor " + client.emperor().name());
    Table table =
        new Table()
            .row("NAME", "STATE", "HEALTH", "SERVICE", "PORT", "GEN", "RESTARTS", "AGE", "REASON");
    for (VassalView vassal : client.vassals()) {
      table.row(
          line -> screen.coloured(vassal, line),
          vassal.name(),
          vassal.state(),
          vassal.health(),
          Objects.requireNonNullElse(vassal.serviceId(), "-"),
          vassal.port() == null ? "-" : vassal.port().toString(),
          Integer.toString(vassal.generation()),
          Integer.toString(vassal.restarts()),
          Screen.age(vassal.since()),
          why(vassal));
    }
    table.lines(0).forEach(screen::line);
    return Main.CLEAN;
  }

  /** Why it is as it is: the worst first. */
  private static String why(VassalView vassal) {
    return Stream.of(
            vassal.reason(),
            vassal.consul(),
            vassal.maintenance() ? "in maintenance" : "",
            vassal.healthNote())
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse("");
  }
}
