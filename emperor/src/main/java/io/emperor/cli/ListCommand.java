package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.VassalView;
import io.emperor.base.NearestName;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import io.emperor.cli.terminal.Urgency;
import io.emperor.vassal.status.VassalState;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code emperor list}. */
@Command(
    name = "list",
    description = "Lists the vassals of a running emperor, those that need somebody first.")
final class ListCommand extends VassalCommand {

  private static final long PAUSE_SECONDS = 2;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description =
          "Those in this state alone; repeatable, or several with commas between: cursed, backing-off, draining, waiting, loading, starting, running, resting, stopped.")
  private List<String> states = List.of();

  @Option(
      names = "--watch",
      description = "Lists them again every two seconds, until it is interrupted.")
  private boolean watch;

  @Override
  int run(AdminClient client, Screen screen) throws Exception {
    refuseUnknownStates();
    show(client, screen);
    while (watch) {
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      screen.clear();
      show(client, screen);
    }
    return ExitStatus.CLEAN;
  }

  private void refuseUnknownStates() throws UsageException {
    List<String> known = Stream.of(VassalState.values()).map(VassalState::word).toList();
    List<String> problems =
        states.stream()
            .filter(state -> !known.contains(state))
            .map(
                state ->
                    "--state: %s: unknown state: %s"
                        .formatted(state, NearestName.remedy(state, known)))
            .toList();
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private void show(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.vassals(this::isMeant));
      return;
    }
    String emperor = client.emperor().name();
    screen.line("emperor " + emperor);
    Table table =
        new Table()
            .row("NAME", "STATE", "HEALTH", "SERVICE", "PORT", "GEN", "RESTARTS", "AGE", "REASON");
    for (VassalView vassal : byUrgency(client.vassals())) {
      if (isMeant(vassal.state())) {
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
    }
    table.lines(0, screen.width()).forEach(screen::line);
    if (states.isEmpty()) {
      elsewhere(client, emperor).forEach(screen::line);
    }
  }

  /** Asked last: what runs here is known also while Consul does not answer. */
  private static List<String> elsewhere(AdminClient client, String emperor) {
    try {
      return client.fleet().vassals().stream()
          .flatMap(vassal -> InstanceTable.elsewhere(vassal, emperor).stream())
          .toList();
    } catch (AdminException e) {
      return List.of();
    }
  }

  private boolean isMeant(String state) {
    return states.isEmpty() || states.contains(state);
  }

  /** Those that need somebody first; equals stay in the order of their names. */
  private static List<VassalView> byUrgency(List<VassalView> vassals) {
    return vassals.stream().sorted(Comparator.comparing(Urgency::of)).toList();
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
