package io.emperor.config;

import io.emperor.config.choice.Isolation;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Printable;
import io.emperor.config.file.Problems;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Setting;
import io.emperor.config.file.SettingsFile;
import io.emperor.config.file.Sourced;
import io.emperor.config.uwsgi.UwsgiFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of vassals: {@code --vassal-set}, then the file inside the app, then the
 * file beside it, the last one the strongest. Immutable, safe for use by many threads.
 */
public final class VassalConfigReader {

  private static final Sourced<Isolation> FORCED =
      new Sourced<>(Isolation.PROCESS, new Origin("--tyrant", 0));

  private final String emperor;
  private final Layer vassalSet;
  private final Function<Path, Optional<Path>> places;
  private final boolean tyrant;
  private final UnaryOperator<Path> contents;

  /**
   * Makes a reader.
   *
   * @param emperor this emperor's name
   * @param vassalSet the values of {@code --vassal-set}; an entry of a map is written {@code
   *     settings.greeting}
   * @throws InvalidConfigException if one of these values is wrong
   */
  public VassalConfigReader(String emperor, Map<String, String> vassalSet) {
    this(emperor, vassalSet, directory -> Optional.empty());
  }

  /**
   * Makes a reader that reads configurations in places of other names, too.
   *
   * @param emperor this emperor's name
   * @param vassalSet as above
   * @param places what people know a directory by that is nothing to them: no path can begin there
   * @throws InvalidConfigException if one of these values is wrong
   */
  public VassalConfigReader(
      String emperor, Map<String, String> vassalSet, Function<Path, Optional<Path>> places) {
    this.places = places;
    this.tyrant = false;
    this.contents = UnaryOperator.identity();
    this.emperor = Objects.requireNonNull(emperor, "emperor");
    List<Setting> settings = new ArrayList<>();
    vassalSet.forEach(
        (key, value) ->
            settings.add(new Setting(key, new RawValue.Text(value), Origin.VASSAL_SET)));
    Problems problems = new Problems();
    this.vassalSet =
        Layer.of(settings, problems)
            .without(VassalKey.APP, "can't be the same for every vassal", problems)
            .without(VassalKey.CHECKSUM, "can't be the same for every vassal", problems)
            .without(VassalKey.COMMAND, "can't be the same for every vassal", problems)
            .without(VassalKey.UID, "can't be the same for every vassal", problems)
            .without(VassalKey.GID, "can't be the same for every vassal", problems)
            .without(VassalKey.CONSUL_TOKEN_FILE, "can't be the same for every vassal", problems)
            .without(VassalKey.SERVICE_ID, "can't be the same for every vassal", problems);
    problems.throwIfAny();
  }

  private VassalConfigReader(
      VassalConfigReader same, boolean tyrant, UnaryOperator<Path> contents) {
    this.emperor = same.emperor;
    this.vassalSet = same.vassalSet;
    this.places = same.places;
    this.tyrant = tyrant;
    this.contents = contents;
  }

  /**
   * The same reader for an emperor with {@code --tyrant}: every app has a JVM of its own, and what
   * the emperor would do itself for a vassal is refused.
   *
   * @return another reader
   */
  public VassalConfigReader underTyrant() {
    return new VassalConfigReader(this, true, contents);
  }

  /**
   * The same reader, but a file is read from a copy of it.
   *
   * @param configFile the file: paths in it are as they are there, and messages name it
   * @param copy the copy, of the same ending
   * @return another reader
   */
  public VassalConfigReader reading(Path configFile, Path copy) {
    return new VassalConfigReader(
        this, tyrant, file -> file.equals(configFile) ? copy : contents.apply(file));
  }

  /**
   * Finds out which user a configuration file names, before the rest of it matters.
   *
   * @param configFile the file
   * @return what it names, nothing if that is wrong: it is told with all other problems
   */
  public UserConfig user(Path configFile) {
    Problems problems = new Problems();
    Layer layer = own(configFile, beside(configFile, problems), problems);
    return new UserConfig(
        layer.find(VassalKey.UID).map(Sourced::value).orElse(null),
        layer.find(VassalKey.GID).map(Sourced::value).orElse(null),
        null);
  }

  /**
   * Finds out which app a configuration file names, before the rest of it matters.
   *
   * @param configFile the file
   * @return the path of the app, absolute if the file's is; empty when the file has no {@code app},
   *     or an address there
   * @throws InvalidConfigException if the file names no path and has problems, one of which may be
   *     the reason
   */
  public Optional<Path> app(Path configFile) {
    Problems problems = new Problems();
    Layer layer = own(configFile, beside(configFile, problems), problems);
    Optional<Path> app =
        layer
            .find(VassalKey.APP)
            .filter(place -> place.value().uri() == null)
            .map(path -> directory(configFile).resolve(path.value().text()));
    if (app.isEmpty() || places.apply(directory(configFile)).isPresent()) {
      problems.throwIfAny();
    }
    return app;
  }

  /**
   * Reads everything that belongs to a vassal.
   *
   * @param vassal the vassal's name
   * @param configFile the file beside the app, or alone
   * @param jar the private copy of the app's jar or war, which nobody overwrites while it is read
   * @return the configuration
   * @throws InvalidConfigException with all problems of all layers
   */
  public VassalConfig read(String vassal, @Nullable Path configFile, @Nullable Path jar) {
    return effective(vassal, configFile, jar).config();
  }

  /**
   * Finds out whether the fleet is to decide where a vassal runs, before the rest of its
   * configuration matters.
   *
   * @param vassal the vassal's name
   * @param configFile the file beside the app, or alone
   * @param jar the app's jar or war
   * @return whether instances are asked for; what can't be read asks for none
   */
  public boolean asksForInstances(String vassal, @Nullable Path configFile, @Nullable Path jar) {
    Problems problems = new Problems();
    Layer inner =
        jar == null ? Layer.EMPTY : Layer.of(JarSettings.read(vassal, jar, problems), problems);
    Layer own =
        configFile == null ? Layer.EMPTY : own(configFile, beside(configFile, problems), problems);
    return PlacementChecks.isPlaced(own.over(inner.over(vassalSet)));
  }

  /**
   * Does the same as {@link #read}, and keeps where each value came from.
   *
   * @param vassal the vassal's name
   * @param configFile the file beside the app, or alone
   * @param jar the private copy of the app's jar or war, which nobody overwrites while it is read
   * @return the configuration and its origins
   * @throws InvalidConfigException with all problems of all layers
   */
  public EffectiveConfig effective(String vassal, @Nullable Path configFile, @Nullable Path jar) {
    return effective(vassal, OptionalInt.empty(), configFile, jar);
  }

  /**
   * Does the same for an instance of a vassal.
   *
   * @param vassal the vassal's name
   * @param slot the instance's number in the fleet; empty for a vassal that is no instance
   * @param configFile the file beside the app, or alone
   * @param jar the private copy of the app's jar or war, which nobody overwrites while it is read
   * @return the configuration and its origins
   * @throws InvalidConfigException with all problems of all layers
   */
  public EffectiveConfig effective(
      String vassal, OptionalInt slot, @Nullable Path configFile, @Nullable Path jar) {
    Problems problems = new Problems();
    Layer inner =
        jar == null
            ? Layer.EMPTY
            : Layer.of(JarSettings.read(vassal, jar, problems), problems)
                .without(VassalKey.APP, "can't stand inside the app", problems)
                .without(VassalKey.CHECKSUM, "can't stand inside the app", problems)
                .without(VassalKey.APP_CREDENTIALS_FILE, "can't stand inside the app", problems)
                .without(VassalKey.COMMAND, "can't stand inside the app", problems)
                .without(VassalKey.UID, "can't stand inside the app", problems)
                .without(VassalKey.GID, "can't stand inside the app", problems)
                .without(VassalKey.CONSUL_TOKEN_FILE, "can't stand inside the app", problems)
                .without(VassalKey.OF_INPUTS, "can't stand inside the app", problems);
    List<Setting> beside = configFile == null ? List.of() : beside(configFile, problems);
    Layer own = configFile == null ? Layer.EMPTY : own(configFile, beside, problems);
    Layer weakest = vassalSet;
    if (tyrant) {
      own = withoutInputs(own, problems);
      own = own.with(VassalKey.ISOLATION, null);
      inner = inner.with(VassalKey.ISOLATION, null);
      weakest = weakest.with(VassalKey.ISOLATION, FORCED);
    }
    Layer merged = own.over(inner.over(weakest));
    SeenApp app = SeenApp.of(jar);
    checkDependencies(merged, vassal, problems);
    checkChecks(merged, problems);
    checkAddress(own, beside, problems);
    PlacementChecks.report(own.over(inner), merged, app, problems);
    OnDemandChecks.report(own.over(inner), merged, problems);
    IdleKeys.report(own, inner, weakest, app, problems);
    InputsConfig inputs =
        new InputKeys(own, merged, problems)
            .read(
                configFile,
                configFile == null ? "" : shown(configFile).toString(),
                configFile == null || places.apply(directory(configFile)).isEmpty(),
                app);
    problems.throwIfAny();
    return new ConfigAssembly(
            merged, vassal, slot, emperor, configFile == null ? Path.of("") : directory(configFile))
        .assembled(inputs, OnDemandChecks.canRest(merged, app));
  }

  /** Files and handlers of a user's, which root would read, write and run. */
  private static Layer withoutInputs(Layer own, Problems problems) {
    Layer left = own;
    for (VassalKey<RawValue.Nested> key : VassalKey.OF_INPUTS) {
      own.origin(key)
          .ifPresent(
              where ->
                  problems.add(
                      where,
                      key.name(),
                      "is read, written or run by the emperor itself, which is root with --tyrant",
                      "remove it, or run this vassal under an emperor of its user's"));
      left = left.with(key, null);
    }
    return left;
  }

  private List<Setting> beside(Path configFile, Problems problems) {
    Path read = contents.apply(configFile);
    Path shown = shown(configFile);
    Optional<UwsgiFile> others = UwsgiFile.read(read, shown, VassalKeys.names());
    others.ifPresent(file -> file.report(problems));
    return others.isPresent()
        ? List.of()
        : SettingsFile.read(read, shown, VassalKeys.WORDS, problems);
  }

  private Path shown(Path configFile) {
    return places
        .apply(directory(configFile))
        .map(place -> place.resolve(configFile.getFileName()))
        .orElse(configFile);
  }

  private Layer own(Path configFile, List<Setting> beside, Problems problems) {
    Layer own = Layer.of(beside, problems);
    if (places.apply(directory(configFile)).isPresent()) {
      own.find(VassalKey.APP)
          .filter(app -> app.value().uri() == null)
          .ifPresent(app -> checkAbsolute(VassalKey.APP, app, app.value().text(), problems));
      own.find(VassalKey.WORKING_DIRECTORY)
          .ifPresent(
              path -> checkAbsolute(VassalKey.WORKING_DIRECTORY, path, path.value(), problems));
    }
    return own;
  }

  private static void checkAbsolute(
      VassalKey<?> key, Sourced<?> given, String path, Problems problems) {
    if (!Path.of(path).isAbsolute()) {
      problems.add(
          given.origin(),
          key.name(),
          Printable.quoted(path) + " begins in no directory",
          "write a path that begins with /");
    }
  }

  private static void checkDependencies(Layer merged, String vassal, Problems problems) {
    String own = merged.find(VassalKey.SERVICE_NAME).map(Sourced::value).orElse(vassal);
    merged
        .find(VassalKey.DEPENDS_ON)
        // Consul does not tell services apart by the case of their letters.
        .filter(names -> names.value().stream().anyMatch(own::equalsIgnoreCase))
        .ifPresent(
            names ->
                problems.add(
                    names.origin(),
                    VassalKey.DEPENDS_ON.name(),
                    Printable.quoted(own)
                        + " is this vassal's own service, and it would wait"
                        + " for itself for ever",
                    "leave it out"));
  }

  private static void checkChecks(Layer merged, Problems problems) {
    merged
        .find(VassalKey.CHECK_HTTP)
        .filter(path -> merged.find(VassalKey.CHECK_TCP).isPresent())
        .ifPresent(
            path ->
                problems.add(
                    path.origin(),
                    VassalKey.CHECK_HTTP.name(),
                    "stands beside " + VassalKey.CHECK_TCP.name(),
                    "keep one of them"));
  }

  /** What is there but wrong was told of already, and is not missing besides. */
  private static void checkAddress(Layer own, List<Setting> beside, Problems problems) {
    boolean wrong = isGiven(VassalKey.APP, beside) && own.find(VassalKey.APP).isEmpty();
    Optional<Sourced<AppPlace>> address =
        own.find(VassalKey.APP).filter(place -> place.value().uri() != null);
    address
        .filter(place -> !isGiven(VassalKey.CHECKSUM, beside))
        .ifPresent(
            place ->
                problems.add(
                    place.origin(),
                    VassalKey.APP.name(),
                    "is an address without a checksum",
                    "add checksum: sha256: and the 64 digits that sha256sum prints"));
    own.origin(VassalKey.APP_CREDENTIALS_FILE)
        .filter(file -> address.isEmpty() && !wrong)
        .ifPresent(
            file ->
                problems.add(
                    file,
                    VassalKey.APP_CREDENTIALS_FILE.name(),
                    "has no effect without an address in app",
                    "remove it"));
  }

  private static boolean isGiven(VassalKey<?> key, List<Setting> settings) {
    return settings.stream().anyMatch(setting -> setting.key().equals(key.name()));
  }

  private static Path directory(Path configFile) {
    Path parent = configFile.toAbsolutePath().getParent();
    return Objects.requireNonNull(parent, "a file has a directory");
  }
}
