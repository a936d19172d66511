package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.FleetEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code emperor fleet}. */
@Command(
    name = "fleet",
    subcommands = {
      FleetDrainCommand.class,
      FleetUndrainCommand.class,
      FleetScaleCommand.class,
      FleetApplyCommand.class,
      FleetRemoveCommand.class
    },
    description =
        "Lists the emperors of a running emperor's fleet: how each is, how long ago its lease was renewed, how many names and instances it has, and where it is; and the vassals with instances: who runs which, or why nobody does.")
final class FleetCommand extends VassalCommand {

  /** Enough for a name with a value behind it. */
  private static final int LONGEST = 200;

  /** Enough for what is wrong with a configuration. */
  private static final int LONGEST_LINE = 1000;

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.fleetJson());
      return ExitStatus.CLEAN;
    }
    FleetEntry fleet = client.fleet();
    screen.line("fleet " + safe(fleet.fleet()));
    if (fleet.problem() != null) {
      screen.line(SafeText.line(fleet.problem()));
    }
    Table table =
        new Table()
            .row("EMPEROR", "STATE", "LEASE", "NAMES", "INSTANCES", "VERSION", "ADMIN", "LABELS");
    for (FleetEntry.Member member : fleet.emperors()) {
      table.row(
          safe(member.emperor()),
          safe(member.state()) + (member.drained() ? " drained" : ""),
          age(member.leaseAge()),
          Integer.toString(member.names()),
          Integer.toString(member.instances()),
          safe(member.version()),
          safe(Objects.requireNonNullElse(member.admin(), "")),
          labels(member));
    }
    table.lines(0, screen.width()).forEach(screen::line);
    if (!fleet.vassals().isEmpty()) {
      screen.line("");
      InstanceTable.of(fleet.vassals()).lines(0, screen.width()).forEach(screen::line);
      reinforcements(fleet).forEach(screen::line);
      warnings(fleet).forEach(screen::line);
    }
    fleet.leftAlone().forEach(words -> screen.line(SafeText.escaped(words, LONGEST_LINE)));
    return ExitStatus.CLEAN;
  }

  private static List<String> reinforcements(FleetEntry fleet) {
    return fleet.vassals().stream()
        .filter(vassal -> vassal.most() > vassal.least())
        .map(vassal -> SafeText.escaped(reinforcement(vassal), LONGEST_LINE))
        .toList();
  }

  private static String reinforcement(FleetEntry.PlacedEntry vassal) {
    FleetEntry.Reinforcement last = vassal.reinforcement();
    return String.format(
        Locale.ROOT,
        "%s: %d wanted of %d-%d, %s",
        vassal.name(),
        vassal.instances(),
        vassal.least(),
        vassal.most(),
        last == null
            ? "nobody has asked for reinforcement"
            : "%s on %s asked for reinforcement at %s"
                .formatted(last.instance(), last.emperor(), last.at()));
  }

  private static List<String> warnings(FleetEntry fleet) {
    return fleet.vassals().stream()
        .flatMap(
            vassal ->
                vassal.warnings().entrySet().stream()
                    .map(warning -> warning.getKey() + " " + warning.getValue())
                    .map(words -> SafeText.escaped(vassal.name() + ": " + words, LONGEST_LINE)))
        .toList();
  }

  /** What other emperors have written of themselves may be anything. */
  private static String safe(String text) {
    return Table.cell(SafeText.escaped(text, LONGEST));
  }

  private static String age(@Nullable Double seconds) {
    return seconds == null ? "-" : String.format(Locale.ROOT, "%.1fs", seconds);
  }

  private static String labels(FleetEntry.Member member) {
    return new TreeMap<>(member.labels())
        .entrySet().stream()
            .filter(label -> !label.getKey().equals("emperor"))
            .map(label -> SafeText.escaped(label.getKey() + "=" + label.getValue(), LONGEST))
            .collect(Collectors.joining(" "));
  }
}
