package io.emperor.vassal.step;

import io.emperor.config.VassalConfigReader;
import io.emperor.monitor.VassalMonitor;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.shared.Copying;
import io.emperor.runtime.shared.PrivateCopies;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Takes a private copy of the vassal's app, if that is a file. */
final class CopyStep implements Step {

  private final VassalConfigReader configs;
  private final VassalMonitor monitor;
  private final PrivateCopies copies;

  CopyStep(StepContext context) {
    configs = context.configs();
    monitor = context.monitor();
    copies = context.copies();
  }

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation)
      throws UnusableAppException, MissingAppException, IOException {
    VassalSource source = generation.source();
    AppFile app = AppFile.of(source, generation.files().reader(configs));
    if (generation.vassal().isWanted()) { // or a later one has said what to follow
      monitor.follow(source.vassal(), app.named().stream().toList());
    }
    Path file = app.file().or(generation.files()::fetched).orElse(null);
    if (file != null) {
      check(file);
      String name = source.name() + "-" + generation.number();
      generation
          .files()
          .copied(
              file,
              copies.copy(
                  file, name + (AppFile.isWar(file) ? ".war" : ".jar"), copying(generation)));
    }
    return DONE;
  }

  /** What came from an address is in the emperor's own directory. */
  private static Copying copying(Generation generation) {
    LoadedFiles files = generation.files();
    return files.fetched().isPresent() ? Copying.PLAIN : files.copying();
  }

  private static void check(Path file)
      throws UnusableAppException, MissingAppException, IOException {
    if (!Files.exists(file)) {
      throw new MissingAppException(
          "%s is not there: put it there, or correct the path".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusableAppException("%s is no file: name a jar or a war".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(file + " can't be read: permission denied");
    }
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.files().copy().ifPresent(copies::delete);
    return DONE;
  }
}
