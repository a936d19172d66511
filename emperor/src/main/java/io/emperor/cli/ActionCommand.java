package io.emperor.cli;

import io.emperor.admin.AdminClient;
import io.emperor.admin.AdminException;
import io.emperor.admin.VassalView;
import io.emperor.vassal.VassalState;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that wants something of one vassal, and waits for what becomes of it. */
abstract class ActionCommand extends VassalCommand {

  private static final long PAUSE_MILLIS = 100;

  @Parameters(paramLabel = "NAME", description = "The vassal's name.")
  private String name = "";

  private final String deed;

  private ActionCommand(String deed) {
    this.deed = deed;
  }

  /** Whether nothing more is to be waited for. */
  abstract boolean isOver(VassalView begun, VassalView now);

  /** Whether it has become what was wanted. */
  abstract boolean isDone(VassalView begun, VassalView now);

  @Override
  int run(AdminClient client, Screen screen) throws Exception {
    VassalView begun = client.command(name, deed);
    VassalView now = awaited(client, begun);
    boolean done = isDone(begun, now);
    if (isJson()) {
      screen.line(client.get(AdminClient.path(name)).strip());
    } else {
      screen.line(screen.coloured(now, outcome(now)));
    }
    return done ? Main.CLEAN : Main.FAILED;
  }

  private VassalView awaited(AdminClient client, VassalView begun)
      throws AdminException, InterruptedException {
    VassalView now = begun;
    try (Progress progress = new Progress(commandLine())) {
      while (!isOver(begun, now)) {
        progress.show(
            "%s: %s"
                .formatted(
                    name,
                    now.trying() ? "generation " + now.attempt() + " is on its way" : now.state()));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        now = client.vassal(name);
      }
    }
    return now;
  }

  private static String outcome(VassalView now) {
    String place = now.port() == null ? "" : " on port " + now.port();
    String state =
        now.is(VassalState.RUNNING)
            ? String.format(Locale.ROOT, "generation %d is running%s", now.generation(), place)
            : now.state();
    return "%s: %s"
        .formatted(now.name(), now.reason().isEmpty() ? state : state + ": " + now.reason());
  }

  String name() {
    return name;
  }

  /** {@code emperor reload NAME}. */
  @Command(
      name = "reload",
      description =
          "Loads a vassal anew, and waits until the new generation serves or has failed; what serves goes on until then.")
  static final class Reload extends ActionCommand {
    Reload() {
      super("reload");
    }

    @Override
    boolean isOver(VassalView begun, VassalView now) {
      return !now.trying();
    }

    @Override
    boolean isDone(VassalView begun, VassalView now) {
      return now.is(VassalState.RUNNING) && now.generation() >= begun.attempt();
    }
  }

  /** {@code emperor start NAME}. */
  @Command(
      name = "start",
      description =
          "Starts a vassal that was stopped, or at once one that waits for its next attempt or is cursed, and waits until it runs or has failed.")
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
      return now.is(VassalState.RUNNING);
    }
  }

  /** {@code emperor stop NAME}. */
  @Command(
      name = "stop",
      description =
          "Stops a vassal while its files stay, and waits until it is stopped: it is deregistered, and stays so until it is started or the emperor ends.")
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
