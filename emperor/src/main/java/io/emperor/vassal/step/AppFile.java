package io.emperor.vassal.step;

import io.emperor.config.Checksum;
import io.emperor.config.VassalConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Which file a vassal's app is.
 *
 * @param source the vassal's files
 * @param named the path that its configuration names
 */
public record AppFile(VassalSource source, Optional<Path> named) {

  /**
   * Reads as much of the configuration as that takes.
   *
   * @throws UnusableAppException if there are two files where one may be
   * @throws InvalidConfigException if the configuration has to name it and can't be read
   */
  public static AppFile of(VassalSource source, VassalConfigReader configs)
      throws UnusableAppException {
    Optional<String> conflict = source.conflict();
    if (conflict.isPresent()) {
      throw new UnusableAppException(conflict.get());
    }
    return new AppFile(source, named(source, configs));
  }

  /** Whether a file is a war, by its name. */
  public static boolean isWar(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".war");
  }

  private static Optional<Path> named(VassalSource source, VassalConfigReader configs) {
    try {
      return source.config().flatMap(configs::app);
    } catch (InvalidConfigException e) {
      if (source.app().isEmpty()) {
        throw e;
      }
      return Optional.empty(); // told again, with all other problems, when everything is read
    }
  }

  /**
   * The one file, which need not exist; empty for a vassal without a file to run.
   *
   * @throws UnusableAppException if there are two
   */
  public Optional<Path> file() throws UnusableAppException {
    Optional<Path> beside = source.app();
    if (beside.isPresent() && named.isPresent()) {
      throw another(beside.get(), named.get());
    }
    return beside.or(() -> named);
  }

  /**
   * Checks that what runs is the file alone.
   *
   * @throws UnusableAppException if the configuration names an address or a program besides
   */
  public static void refuseOthers(VassalSource source, VassalConfig config, Path file)
      throws UnusableAppException {
    if (config.address() != null) {
      throw another(file, config.address());
    }
    if (!config.process().command().isEmpty()) {
      throw new UnusableAppException(
          "%s has a command: beside %s: keep one of them".formatted(source.name(), file));
    }
  }

  private static UnusableAppException another(Path file, Object named) {
    return new UnusableAppException(
        "%s stands beside a configuration that names another app, %s: keep one of them"
            .formatted(file, named));
  }

  /**
   * Checks that an app is what its configuration says.
   *
   * @param file the app
   * @param copy what is run of it, while nobody changes that
   * @throws UnusableAppException if it has another checksum
   * @throws IOException if it can't be read
   */
  public static void verify(VassalConfig config, Path file, Path copy)
      throws UnusableAppException, IOException {
    Checksum expected = config.checksum();
    if (expected == null) {
      return;
    }
    Checksum seen = Checksum.of(copy);
    if (!seen.equals(expected)) {
      throw new UnusableAppException(
          "%s comes to %s, and checksum: says %s: correct one of them"
              .formatted(file, seen, expected));
    }
  }
}
