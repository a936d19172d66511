package io.emperor.monitor;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that make a vassal. Immutable.
 *
 * @param name the vassal's name: the files' name without its ending
 * @param app the jar; {@code null} when there is none beside the configuration
 * @param configs the configuration files: none, one, or by mistake more
 * @param directory where the files are
 */
public record VassalSource(String name, @Nullable Path app, List<Path> configs, Path directory) {

  /** Copies the list. */
  public VassalSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(directory, "directory");
    configs = List.copyOf(configs);
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
    return configs.size() < 2
        ? Optional.empty()
        : Optional.of(
            "two configuration files: %s and %s: remove one"
                .formatted(configs.get(0).getFileName(), configs.get(1).getFileName()));
  }

  /**
   * The file that people know the vassal by.
   *
   * @return the app, or the configuration where there is no app beside it
   */
  public Path file() {
    return app == null ? configs.get(0) : app;
  }
}
