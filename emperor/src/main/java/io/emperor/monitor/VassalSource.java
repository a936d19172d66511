package io.emperor.monitor;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that make a vassal. Immutable.
 *
 * @param vassal the vassal's name: the files' name without its ending
 * @param slot which of its instances in the fleet is meant; empty for a vassal that has none
 * @param apps the jar or war: one, none beside a configuration, or by mistake more
 * @param configs the configuration files: none, one, or by mistake more
 * @param directory where the files are
 * @param place what people know the directory by, if that is not its path; otherwise {@code null}
 */
public record VassalSource(
    String vassal,
    OptionalInt slot,
    List<Path> apps,
    List<Path> configs,
    Path directory,
    @Nullable Path place) {

  private static final Pattern INSTANCE = Pattern.compile(".*@[0-9]+");

  /** Files that people have put where they are, of a vassal that has no instances. */
  public VassalSource(String name, List<Path> apps, List<Path> configs, Path directory) {
    this(name, apps, configs, directory, null);
  }

  /** Of a vassal that has no instances. */
  public VassalSource(
      String name, List<Path> apps, List<Path> configs, Path directory, @Nullable Path place) {
    this(name, OptionalInt.empty(), apps, configs, directory, place);
  }

  /** Copies the lists. */
  public VassalSource {
    Objects.requireNonNull(vassal, "vassal");
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(directory, "directory");
    apps = List.copyOf(apps);
    configs = List.copyOf(configs);
  }

  /**
   * The same files for an instance.
   *
   * @param number its slot, from 0
   */
  public VassalSource instance(int number) {
    return new VassalSource(vassal, OptionalInt.of(number), apps, configs, directory, place);
  }

  /**
   * The name of what is made of them.
   *
   * @return the vassal's, or for an instance {@code VASSAL@SLOT}
   */
  public String name() {
    return slot.isPresent() ? vassal + "@" + slot.getAsInt() : vassal;
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
    return conflict("configuration files", configs)
        .or(() -> conflict("apps", apps))
        .or(this::instanceName);
  }

  private Optional<String> conflict(String what, List<Path> files) {
    return files.size() < 2
        ? Optional.empty()
        : Optional.of(
            "two %s: %s and %s: remove one"
                .formatted(what, brief(files.get(0)), brief(files.get(1))));
  }

  private Optional<String> instanceName() {
    return INSTANCE.matcher(vassal).matches()
        ? Optional.of("a name that ends in @ and a number is an instance's: rename the file")
        : Optional.empty();
  }

  private Path brief(Path file) {
    Path name = Objects.requireNonNull(file.getFileName());
    return place == null ? name : place.resolve(name);
  }

  /**
   * The file that people know the vassal by.
   *
   * @return the app, or the configuration where there is no app beside it
   */
  public Path file() {
    Path file = app().orElseGet(() -> configs.get(0));
    return place == null ? file : brief(file);
  }
}
