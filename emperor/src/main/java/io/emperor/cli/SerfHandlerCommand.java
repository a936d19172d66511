package io.emperor.cli;

import io.emperor.admin.client.AdminException;
import io.emperor.admin.client.SerfEventsClient;
import io.emperor.cli.option.AdminAccess;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.logging.EmperorLog;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.logging.LogLevel;
import io.emperor.logging.LogSettings;
import io.emperor.membership.LoneSerfHandler;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.source.InvalidInputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code emperor serf-handler}. */
@Command(
    name = "serf-handler",
    mixinStandardHelpOptions = true,
    description = {
      "Handles an event of somebody's serf agent, which starts it: serf agent -event-handler=/opt/emperor/bin/serf-handler.",
      "A running emperor takes the event; without one, the handlers of --membership are run here. Standard output is the answer to a query and nothing else."
    },
    footer = {
      "",
      "Exit status: 0 when the event was taken, whatever its handlers did; 1 when a running emperor refuses it, 2 for a wrong option or configuration: serf logs these, and answers no query."
    })
final class SerfHandlerCommand implements Callable<Integer> {

  private static final String MEMBERSHIP = "EMPEROR_MEMBERSHIP";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AdminAccess access = new AdminAccess();

  @Option(
      names = "--membership",
      paramLabel = "FILE.yaml",
      description =
          "Says what is done where no emperor runs. When not given: EMPEROR_MEMBERSHIP, if that is set.")
  private @Nullable String membership;

  @Override
  public Integer call() throws UsageException, IOException {
    Map<String, String> environment = System.getenv();
    SerfEvent event = event(environment);
    try {
      Optional<byte[]> taken = handedOver(event, environment);
      answer(taken.isPresent() ? taken.get() : handledHere(event, environment));
      return ExitStatus.CLEAN;
    } catch (AdminException e) {
      spec.commandLine().getErr().println(e.line());
      return ExitStatus.FAILED;
    }
  }

  private static SerfEvent event(Map<String, String> environment)
      throws UsageException, IOException {
    try {
      SerfEvent named = SerfEvent.of(environment, new byte[0]); // else nobody may write an input
      return new SerfEvent(
          named.type(),
          named.name(),
          named.time(),
          named.self(),
          System.in.readNBytes(SerfEvent.MOST_INPUT + 1));
    } catch (IllegalArgumentException e) {
      throw new UsageException(List.of("serf-handler: " + e.getMessage()));
    }
  }

  private Optional<byte[]> handedOver(SerfEvent event, Map<String, String> environment)
      throws UsageException, AdminException {
    return access.isNone(environment)
        ? Optional.empty()
        : new SerfEventsClient(access.client(environment)).take(event);
  }

  /** Serf takes for an answer what is printed to either output. */
  private byte[] handledHere(SerfEvent event, Map<String, String> environment)
      throws UsageException, IOException {
    Path file = file(environment);
    LogLevel level = new LogLevel(LogLevel.ROOT, event.isQuery() ? "off" : "info");
    EmperorLog.speaksAs("serf-handler");
    LastLines unused = EmperorLog.begin(new LogSettings(null, LogFormat.TEXT, List.of(level)));
    try {
      return new LoneSerfHandler(file, environment).take(event);
    } catch (InvalidInputException e) {
      throw new UsageException(e.problems());
    }
  }

  private Path file(Map<String, String> environment) throws UsageException {
    String said = membership == null ? environment.getOrDefault(MEMBERSHIP, "") : membership;
    if (said.isBlank()) {
      throw new UsageException(
          List.of(
              "--membership: no emperor runs here that follows a membership, and no file says what"
                  + " is to be done: name one with --membership or EMPEROR_MEMBERSHIP"));
    }
    try {
      return Path.of(said);
    } catch (InvalidPathException e) {
      throw new UsageException(List.of("--membership: is no path"));
    }
  }

  private static void answer(byte[] answer) throws IOException {
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(answer);
    }
  }
}
