package io.emperor.vassal.step;

import io.emperor.config.JarRole;
import io.emperor.config.VassalConfig;
import io.emperor.runtime.process.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Chooses the port that a program is told to listen on: never the service's while a relay has that.
 * A port that the emperor itself opens is opened much later, and closed here: what an app that is
 * being stopped still answers goes out.
 */
final class PortStep implements Step {

  private final Processes processes;

  PortStep(StepContext context) {
    processes = context.processes();
  }

  @Override
  public String name() {
    return "port";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) throws IOException {
    VassalConfig config = generation.config();
    Path file = generation.files().file().orElse(null);
    Path copy = generation.files().copy().orElse(null);
    boolean executable =
        file != null
            && copy != null
            && !AppFile.isWar(file)
            && JarRole.of(copy) == JarRole.EXECUTABLE;
    boolean command = file == null && !config.process().command().isEmpty();
    generation.isToldPort(
        executable, executable || command ? programs(generation) : hosted(config));
    return DONE;
  }

  /** In a JVM of its own, which finds a free one by itself while the relay has the given one. */
  private static int hosted(VassalConfig config) {
    return config.rest().onDemand() ? 0 : config.servicePort();
  }

  /** The given one or a free one, and none for a worker. */
  private int programs(Generation generation) {
    VassalConfig config = generation.config();
    if (config.rest().onDemand()) {
      return generation.isResting() ? 0 : processes.freePort(generation.left().port());
    }
    int given = config.servicePort();
    return given != 0 || config.process().isCheckOff()
        ? given
        : processes.freePort(generation.left().port());
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.port().close();
    return DONE;
  }
}
