package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.client.FleetFiles;
import io.emperor.admin.view.Json;
import io.emperor.admin.view.KeyedFileEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code emperor fleet remove NAME}. */
@Command(
    name = "remove",
    description =
        "Deletes a vassal's configuration from Consul through a running emperor, which mirrors it with --vassals consul:PREFIX: the vassal ends on every emperor that does.")
final class FleetRemoveCommand extends VassalCommand {

  @Parameters(paramLabel = "NAME", description = "The vassal's name.")
  private String name = "";

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    KeyedFileEntry entry = new FleetFiles(client).remove(name);
    boolean absent = entry.outcome().equals("absent");
    if (isJson()) {
      screen.line(Json.of(entry));
    } else if (absent) {
      screen.line(SafeText.line(name) + ": has no configuration in Consul");
    } else {
      screen.line("%s: %s".formatted(SafeText.line(entry.name()), SafeText.line(entry.outcome())));
    }
    return absent ? ExitStatus.FAILED : ExitStatus.CLEAN;
  }
}
