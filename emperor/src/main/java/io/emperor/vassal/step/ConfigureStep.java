package io.emperor.vassal.step;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.UserConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.monitor.VassalMonitor;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.shared.ClassPath;
import io.emperor.runtime.shared.PrivateCopies;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Reads the configuration, part of which lies in the app, and lays out the copy as it says. The
 * files that it makes are parts of the copy, and go with it.
 */
final class ConfigureStep implements Step {

  private final VassalConfigReader configs;
  private final VassalMonitor monitor;
  private final PrivateCopies copies;

  ConfigureStep(StepContext context) {
    configs = context.configs();
    monitor = context.monitor();
    copies = context.copies();
  }

  @Override
  public String name() {
    return "configure";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation)
      throws UnusableAppException, IOException {
    VassalSource source = generation.source();
    Path file = generation.files().file().orElse(null);
    Path copy = generation.files().copy().orElse(null);
    boolean standsAlone = generation.files().fetched().isPresent();
    if (file != null && copy != null && !AppFile.isWar(file) && !standsAlone) {
      copy = copiedBeside(generation, file, copy);
    }
    EffectiveConfig effective =
        generation
            .files()
            .reader(configs)
            .effective(source.vassal(), source.slot(), source.config().orElse(null), copy);
    requireTyrant(generation, effective.config().process().user());
    generation.configured(effective);
    if (file != null && copy != null) {
      if (!standsAlone) {
        AppFile.refuseOthers(source, effective.config(), file);
        AppFile.verify(effective.config(), file, copy);
      }
      if (AppFile.isWar(file)) {
        generation.files().copied(file, unpacked(generation, file, copy));
      }
    }
    return DONE;
  }

  private static void requireTyrant(Generation generation, UserConfig user)
      throws UnusableAppException {
    String key = user.given();
    if (key != null && generation.files().owned().isEmpty()) {
      throw new UnusableAppException(
          "%s: %s: means nothing without --tyrant: run the emperor with it, as root, or remove the key"
              .formatted(generation.source().file(), key));
    }
  }

  private Path copiedBeside(Generation generation, Path file, Path copy)
      throws UnusableAppException, IOException {
    ClassPath beside = ClassPath.of(copy, file);
    beside.lack().ifPresent(generation.files()::lacks);
    if (generation.vassal().isWanted()) {
      monitor.follow(
          generation.source().vassal(),
          Stream.concat(Stream.of(file), beside.watched().stream()).toList());
    }
    Path whole =
        beside.files().isEmpty()
            ? copy
            : copies.copyBeside(copy, beside, generation.files().copying());
    generation.files().copied(file, whole);
    return whole;
  }

  private Path unpacked(Generation generation, Path file, Path copy)
      throws UnusableAppException, IOException {
    try {
      return copies.unpack(
          copy, generation.config().unpackedLimit(), generation.vassal()::isWanted);
    } catch (ZipException | InvalidPathException e) {
      throw new UnusableAppException("%s can't be unpacked: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new IOException("%s can't be unpacked: %s".formatted(file, e.getMessage()), e);
    }
  }
}
