package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.VassalView;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code emperor maintenance NAME on|off}. */
@Command(
    name = "maintenance",
    description =
        "Puts a vassal into Consul's maintenance mode, or takes it out: others are not sent to it, and it goes on running. It stays there through reloads and stops, until the emperor ends.")
final class MaintenanceCommand extends VassalCommand {

  /** Whether it is in maintenance. */
  enum Wanted {
    on,
    off
  }

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = VassalNames.class,
      description = "The vassal's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "on|off", description = "Whether it is in maintenance.")
  private Wanted wanted = Wanted.on;

  @Option(names = "--reason", paramLabel = "TEXT", description = "What Consul shows for it.")
  private String reason = "";

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    VassalView now =
        client.command(
            name,
            "maintenance?enable=%s&reason=%s"
                .formatted(wanted == Wanted.on, URLEncoder.encode(reason, StandardCharsets.UTF_8)));
    if (isJson()) {
      screen.line(client.get(AdminClient.path(name)).strip());
    } else {
      screen.line(
          "%s is %s maintenance".formatted(now.name(), now.maintenance() ? "in" : "out of"));
    }
    return ExitStatus.CLEAN;
  }
}
