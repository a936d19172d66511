package io.emperor.inputs;

import io.emperor.base.SafeText;
import io.emperor.config.secret.Secrets;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody has configured to be run when something happens: a shell runs it where this process
 * runs, for 30 s at most. What it prints and how it ends is in the log, and nothing else depends on
 * that. Safe for use by many threads.
 */
public final class EventCommand {

  private static final Logger log = LoggerFactory.getLogger(EventCommand.class);

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Programs programs;
  private final String event;

  /**
   * Runs nothing yet.
   *
   * @param event the key that it is configured by: {@code on-change}
   */
  public EventCommand(Programs programs, String event) {
    this.programs = programs;
    this.event = event;
  }

  /**
   * Runs it to its end.
   *
   * @param command what a shell reads
   * @param environment all that it finds there
   * @param input its standard input
   * @throws InterruptedException if the thread was interrupted; the command is ended then, too
   */
  public void run(String command, Map<String, String> environment, String input)
      throws InterruptedException {
    try {
      Ended ended =
          programs.run(
              new Command(
                  List.of("/bin/sh", "-c", command),
                  environment,
                  HERE,
                  input,
                  LIMIT,
                  line -> log.info("{}: {}", event, SafeText.line(line))));
      if (ended.isSuccess()) {
        log.info("{}: the command has succeeded", event);
      } else {
        failed(
            command,
            ended.late()
                ? "had not ended after " + LIMIT.toSeconds() + " s and was killed"
                : "ended with status " + ended.status());
      }
    } catch (IOException e) {
      failed(command, "can't be run: " + SafeText.line(String.valueOf(e.getMessage())));
    }
  }

  private void failed(String command, String how) {
    log.warn(
        "{}: the command {}; it was: {}",
        event,
        how,
        SafeText.line(Secrets.masked(event, command)));
  }
}
