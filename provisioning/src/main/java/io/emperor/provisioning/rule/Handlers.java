package io.emperor.provisioning.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.ProgramOutput;
import io.emperor.provisioning.program.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs handlers. */
public final class Handlers {

  private static final int SIGNALLED = 128;

  private final Programs programs;
  private final HandlerSettings settings;

  /**
   * Runs none yet.
   *
   * @param programs runs them
   * @param settings how
   */
  public Handlers(Programs programs, HandlerSettings settings) {
    this.programs = programs;
    this.settings = settings;
  }

  /**
   * Runs a rule's handler to its end.
   *
   * @param input given to it as JSON
   * @return why it has failed, in words without any value; empty if it has succeeded
   * @throws InterruptedException if the thread was interrupted; the handler is ended then
   */
  Optional<String> run(Rule rule, JsonNode input) throws InterruptedException {
    try {
      HandlerFile file = HandlerFile.of(rule, settings.path());
      Command command =
          new Command(
              List.of(file.program().toString()),
              Map.of("PATH", settings.searchPath()),
              settings.directory(),
              input.toString(),
              settings.limit(),
              new ProgramOutput(SafeText.name(rule.handler()), settings.aloud()));
      return failure(programs.run(command));
    } catch (IOException e) {
      return Optional.of(SafeText.line(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> failure(Ended ended) {
    if (ended.isSuccess()) {
      return Optional.empty();
    }
    if (ended.late()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it had not ended after %d ms and was killed",
              settings.limit().toMillis()));
    }
    return Optional.of(
        ended.status() > SIGNALLED
            ? "ended by signal " + (ended.status() - SIGNALLED)
            : "status " + ended.status());
  }
}
