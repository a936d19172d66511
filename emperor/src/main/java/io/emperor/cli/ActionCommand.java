package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.VassalView;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Progress;
import io.emperor.cli.terminal.Screen;
import io.emperor.vassal.status.VassalState;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that wants something of vassals, one after another, and waits for what becomes of it.
 */
abstract class ActionCommand extends VassalCommand {

  private static final long PAUSE_MILLIS = 100;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = VassalNames.class,
      arity = "0..*",
      description = "The vassals' names.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "All vassals, in the order of their names.")
  private boolean all;

  private final String deed;

  private ActionCommand(String deed) {
    this.deed = deed;
  }

  /** Whether nothing more is to be waited for. */
  abstract boolean isOver(VassalView begun, VassalView now);

  /** Whether it has become what was wanted. */
  abstract boolean isDone(VassalView begun, VassalView now);

  /** Whether {@code --all} means a vassal that is like this. */
  boolean isMeant(VassalView vassal) {
    return true;
  }

  @Override
  int run(AdminClient client, Screen screen) throws Exception {
    if (names.isEmpty() != all) {
      throw new UsageException(List.of("%s: give the names of vassals, or --all".formatted(deed)));
    }
    boolean done = true;
    for (String name : wanted(client)) {
      done &= isDone(name, client, screen);
    }
    return done ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }

  private List<String> wanted(AdminClient client) throws AdminException {
    return all
        ? client.vassals().stream().filter(this::isMeant).map(VassalView::name).toList()
        : names;
  }

  private boolean isDone(String name, AdminClient client, Screen screen)
      throws InterruptedException {
    try {
      VassalView begun = client.command(name, deed);
      VassalView now = awaited(client, begun);
      screen.line(
          isJson()
              ? client.get(AdminClient.path(name)).strip()
              : screen.coloured(now, outcome(now)));
      return isDone(begun, now);
    } catch (AdminException e) {
      commandLine().getErr().println(e.line());
      return false;
    }
  }

  private VassalView awaited(AdminClient client, VassalView begun)
      throws AdminException, InterruptedException {
    VassalView now = begun;
    try (Progress progress = new Progress(commandLine())) {
      while (!isOver(begun, now)) {
        progress.show(
            "%s: %s"
                .formatted(
                    begun.name(),
                    now.trying() ? "generation " + now.attempt() + " is on its way" : now.state()));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        now = client.vassal(begun.name());
      }
    }
    return now;
  }

  static String outcome(VassalView now) {
    String place = now.port() == null ? "" : " on port " + now.port();
    String state =
        now.isInService()
            ? String.format(
                Locale.ROOT, "generation %d is %s%s", now.generation(), now.state(), place)
            : now.state();
    return "%s: %s"
        .formatted(now.name(), now.reason().isEmpty() ? state : state + ": " + now.reason());
  }

  /** {@code emperor reload NAME}. */
  @Command(
      name = "reload",
      description =
          "Loads vassals anew, one after another, and waits until the new generation serves or has failed; what serves goes on until then. With --all, those that are stopped stay so.")
  static final class Reload extends ActionCommand {
    Reload() {
      super("reload");
    }

    @Override
    boolean isMeant(VassalView vassal) {
      return !vassal.is(VassalState.STOPPED);
    }

    @Override
    boolean isOver(VassalView begun, VassalView now) {
      return !now.trying();
    }

    @Override
    boolean isDone(VassalView begun, VassalView now) {
      return now.isInService() && now.generation() >= begun.attempt();
    }
  }

  /** {@code emperor start NAME}. */
  @Command(
      name = "start",
      description =
          "Starts vassals that were stopped, or at once those that wait for their next attempt or are cursed, and waits until they run or have failed.")
  static final class Start extends ActionCommand {
    Start() {
      super("start");
    }

    @Override
    boolean isOver(VassalView begun, VassalView now) {
      return !now.trying();
    }

    @Override
    boolean isDone(VassalView begun, VassalView now) {
      return now.isInService();
    }
  }

  /** {@code emperor stop NAME}. */
  @Command(
      name = "stop",
      description =
          "Stops vassals while their files stay, and waits until they are stopped: they are deregistered, and stay so until they are started, also when the emperor is started anew.")
  static final class Stop extends ActionCommand {
    Stop() {
      super("stop");
    }

    @Override
    boolean isOver(VassalView begun, VassalView now) {
      return !now.is(VassalState.DRAINING);
    }

    @Override
    boolean isDone(VassalView begun, VassalView now) {
      return now.is(VassalState.STOPPED);
    }
  }
}
