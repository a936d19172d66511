package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.FleetEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Progress;
import io.emperor.cli.terminal.Screen;
import io.emperor.config.DurationFormat;
import io.emperor.config.file.InvalidValueException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code emperor fleet drain}. */
@Command(
    name = "drain",
    description =
        "Has an emperor hand all of its instances over to others, one after another and each started there before it ends here (a singleton after), and waits until it has none: then it can be stopped. It gets none until it is undrained, also when it is started anew.")
final class FleetDrainCommand extends VassalCommand {

  private static final long PAUSE_MILLIS = 300;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "EMPEROR",
      description = "The emperor's name. Default: the one that is asked.")
  private String emperor = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait at most. Default: 5m.")
  private String timeout = "5m";

  @Override
  int run(AdminClient client, Screen screen) throws Exception {
    long deadline = System.nanoTime() + limit().toNanos();
    String name = emperor.isEmpty() ? client.emperor().name() : emperor;
    String answer =
        client.post("/v1/fleet/drain?emperor=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    List<String> left = left(client, name);
    try (Progress progress = new Progress(commandLine())) {
      while (!left.isEmpty() && System.nanoTime() < deadline) {
        progress.show("%s has %s".formatted(name, String.join(", ", left)));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        left = left(client, name);
      }
    }
    String safe = SafeText.line(name);
    if (!left.isEmpty()) {
      commandLine()
          .getErr()
          .println(
              "%s still has %s after %s: emperor fleet says why"
                  .formatted(safe, String.join(", ", left), timeout));
      return ExitStatus.FAILED;
    }
    screen.line(isJson() ? answer.strip() : safe + " has no instances: it is safe to stop");
    return ExitStatus.CLEAN;
  }

  private Duration limit() throws UsageException {
    try {
      return DurationFormat.parse(timeout);
    } catch (InvalidValueException e) {
      throw new UsageException(List.of("--timeout: %s: %s".formatted(e.seen(), e.remedy())));
    }
  }

  private static List<String> left(AdminClient client, String name) throws AdminException {
    List<String> left = new ArrayList<>();
    for (FleetEntry.PlacedEntry vassal : client.fleet().vassals()) {
      for (FleetEntry.Slot slot : vassal.slots()) {
        if (name.equals(slot.emperor())) {
          left.add(SafeText.line(slot.name()));
        }
      }
    }
    return left;
  }
}
