package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.ProgramOutput;
import io.emperor.provisioning.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the commands that look at files before they are put in place. */
public final class Checks {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int SIGNALLED = 128;

  private final Programs programs;
  private final Map<String, String> environment;
  private final Path directory;
  private final boolean aloud;

  /**
   * Runs none yet.
   *
   * @param programs runs them
   * @param environment what they have beside {@code FILE}
   * @param directory where they run
   * @param aloud whether what they print, which may quote a secret of the file, is in the log for
   *     everybody, and not for debugging alone
   */
  public Checks(Programs programs, Map<String, String> environment, Path directory, boolean aloud) {
    this.programs = programs;
    this.environment = Map.copyOf(environment);
    this.directory = directory.toAbsolutePath().normalize();
    this.aloud = aloud;
  }

  /**
   * Looks at a file by its check, if it has one; not longer than a minute.
   *
   * @param staged the file, which the command finds in {@code $FILE}: the shell puts it there, so
   *     that no name is ever a word of the command
   * @throws CommitRefusedException if the check does not succeed
   * @throws InterruptedException if the thread was interrupted; the command is ended then
   */
  void run(FilePlan plan, Path staged) throws CommitRefusedException, InterruptedException {
    if (plan.check().isEmpty()) {
      return;
    }
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("FILE", staged.toString());
    String name = SafeText.name(plan.destination());
    Command command =
        new Command(
            List.of("/bin/sh", "-c", plan.check().get()),
            variables,
            directory,
            "",
            LIMIT,
            new ProgramOutput("check of " + name, aloud));
    try {
      Ended ended = programs.run(command);
      if (!ended.isSuccess()) {
        throw new CommitRefusedException(plan.destination(), failure(ended));
      }
    } catch (IOException e) {
      throw new CommitRefusedException(
          plan.destination(),
          "its check can't be run: " + SafeText.line(String.valueOf(e.getMessage())),
          e);
    }
  }

  private String failure(Ended ended) {
    String printed = aloud ? "what it printed is in the log" : "level DEBUG logs what it prints";
    if (ended.late()) {
      return "its check had not ended after " + LIMIT.toSeconds() + " s and was killed; " + printed;
    }
    return (ended.status() > SIGNALLED
            ? "its check was ended by signal " + (ended.status() - SIGNALLED)
            : "its check failed with status " + ended.status())
        + "; "
        + printed;
  }
}
