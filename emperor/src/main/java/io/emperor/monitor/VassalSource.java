package io.emperor.monitor;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files that make a vassal. Immutable.
 *
 * @param name the vassal's name: the files' name without its ending
 * @param apps the jar or war: one, none beside a configuration, or by mistake more
 * @param configs the configuration files: none, one, or by mistake more
 * @param directory where the files are
 */
public record VassalSource(String name, List<Path> apps, List<Path> configs, Path directory) {

  /** Copies the lists. */
  public VassalSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(directory, "directory");
    apps = List.copyOf(apps);
    configs = List.copyOf(configs);
  }

  /**
   * The app.
   *
   * @return the first if there are several, see {@link #conflict}
   */
  public Optional<Path> app() {
    return apps.stream().findFirst();
  }

  /**
   * The configuration file.
   *
   * @return the first if there are several, see {@link #conflict}
   */
  public Optional<Path> config() {
    return configs.stream().findFirst();
  }

  /**
   * Why these files can't be used together.
   *
   * @return what was seen and what to do; empty when all is well
   */
  public Optional<String> conflict() {
    return conflict("configuration files", configs).or(() -> conflict("apps", apps));
  }

  private static Optional<String> conflict(String what, List<Path> files) {
    return files.size() < 2
        ? Optional.empty()
        : Optional.of(
            "two %s: %s and %s: remove one"
                .formatted(what, files.get(0).getFileName(), files.get(1).getFileName()));
  }

  /**
   * The file that people know the vassal by.
   *
   * @return the app, or the configuration where there is no app beside it
   */
  public Path file() {
    return app().orElseGet(() -> configs.get(0));
  }
}
