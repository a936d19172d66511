package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.base.SafeText;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code emperor fleet undrain}. */
@Command(name = "undrain", description = "Lets an emperor run instances again.")
final class FleetUndrainCommand extends VassalCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "EMPEROR",
      description = "The emperor's name. Default: the one that is asked.")
  private String emperor = "";

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    String name = emperor.isEmpty() ? client.emperor().name() : emperor;
    String answer =
        client.post("/v1/fleet/undrain?emperor=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    screen.line(isJson() ? answer.strip() : SafeText.line(name) + " may run instances again");
    return ExitStatus.CLEAN;
  }
}
