package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.DetailView;
import io.emperor.admin.view.FleetEntry;
import io.emperor.admin.view.VassalView;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code emperor status NAME}. */
@Command(
    name = "status",
    description = "Shows one vassal: why it is where it is, its configuration, its last events.")
final class StatusCommand extends VassalCommand {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = VassalNames.class,
      description = "The vassal's name.")
  private String name = "";

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.get(AdminClient.path(name)).strip());
      return ExitStatus.CLEAN;
    }
    try {
      show(client.detail(name), client, screen);
    } catch (AdminException e) {
      List<FleetEntry.PlacedEntry> placed = placed(client);
      if (placed.isEmpty()) {
        throw e;
      }
      screen.line("%s: instances in the fleet".formatted(name));
      InstanceTable.of(placed).lines(2, screen.width()).forEach(screen::line);
    }
    return ExitStatus.CLEAN;
  }

  /** The vassal with instances of that name, or the one instance that another emperor runs. */
  private List<FleetEntry.PlacedEntry> placed(AdminClient client) {
    try {
      return client.fleet().vassals().stream()
          .map(vassal -> vassal.name().equals(name) ? vassal : vassal.instance(name))
          .filter(vassal -> vassal.name().equals(name) || !vassal.slots().isEmpty())
          .toList();
    } catch (AdminException e) {
      return List.of();
    }
  }

  private static void show(DetailView detail, AdminClient client, Screen screen)
      throws AdminException {
    VassalView vassal = detail.vassal();
    screen.line(
        screen.coloured(vassal, "%s is %s".formatted(vassal.name(), vassal.state()))
            + " for "
            + Screen.age(vassal.since()));
    facts(vassal, client.emperor().name()).lines(2, screen.width()).forEach(screen::line);
    show(screen, "configuration", configuration(detail));
    show(screen, "events", events(detail));
  }

  private static Table facts(VassalView vassal, String emperor) {
    Table facts = new Table();
    facts.row("emperor", emperor);
    addIfAny(facts, "reason", vassal.reason());
    facts.row("health", said(vassal.health(), vassal.healthNote()));
    facts.row("service", service(vassal));
    addIfAny(facts, "consul", vassal.consul());
    facts.row("generation", Integer.toString(vassal.generation()));
    facts.row("restarts", Integer.toString(vassal.restarts()));
    addIfAny(facts, "next try", vassal.nextAttempt() == null ? "" : time(vassal.nextAttempt()));
    facts.row("process", vassal.pid() == null ? "-" : vassal.pid().toString());
    return facts.row("app", vassal.app());
  }

  private static void addIfAny(Table facts, String what, String words) {
    if (!words.isEmpty()) {
      facts.row(what, words);
    }
  }

  private static String service(VassalView vassal) {
    return Objects.requireNonNullElse(vassal.serviceId(), "-")
        + (vassal.port() == null ? "" : " on port " + vassal.port())
        + (vassal.registered() ? ", registered" : ", not registered")
        + (vassal.maintenance() ? ", in maintenance" : "");
  }

  private static String said(String health, String note) {
    return note.isEmpty() ? health : health + ": " + note;
  }

  private static Table configuration(DetailView detail) {
    Table table = new Table();
    detail
        .configuration()
        .forEach(value -> table.row(value.key(), Table.cell(value.value()), value.origin()));
    return table;
  }

  private static Table events(DetailView detail) {
    Table table = new Table();
    detail.events().forEach(event -> table.row(time(event.at()), event.state(), event.message()));
    return table;
  }

  private static void show(Screen screen, String title, Table table) {
    List<String> lines = table.lines(2, screen.width());
    if (!lines.isEmpty()) {
      screen.line("");
      screen.line(title);
      lines.forEach(screen::line);
    }
  }

  private static String time(String instant) {
    return TIME.format(Instant.parse(instant));
  }
}
