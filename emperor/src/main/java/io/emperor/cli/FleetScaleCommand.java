package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.base.SafeText;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code emperor fleet scale}. */
@Command(
    name = "scale",
    description =
        "Says how many instances of a vassal there should be in the fleet, until its files ask for another number.")
final class FleetScaleCommand extends VassalCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "The vassal's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "N", description = "How many, from 0.")
  private int instances;

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    String answer =
        client.post(
            String.format(
                Locale.ROOT,
                "/v1/fleet/vassals/%s/scale?instances=%d",
                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                instances));
    screen.line(
        isJson()
            ? answer.strip()
            : String.format(Locale.ROOT, "%s is scaled to %d", SafeText.line(name), instances));
    return ExitStatus.CLEAN;
  }
}
