package io.emperor.provisioning.commit;

import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Programs that are really run, and remembered. */
final class ShellPrograms implements Programs {

  final List<Command> run = new CopyOnWriteArrayList<>();

  @Override
  public Ended run(Command command) throws IOException, InterruptedException {
    run.add(command);
    ProcessBuilder builder =
        new ProcessBuilder(command.words())
            .directory(command.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader()) {
      boolean ended = process.waitFor(command.limit().toNanos(), TimeUnit.NANOSECONDS);
      if (ended) {
        lines.lines().forEach(command.output());
      }
      return ended ? new Ended(process.exitValue(), false) : new Ended(137, true);
    } finally {
      var unused = process.destroyForcibly();
    }
  }
}
