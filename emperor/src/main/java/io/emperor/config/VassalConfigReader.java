package io.emperor.config;

import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Printable;
import io.emperor.config.file.Problems;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Setting;
import io.emperor.config.file.SettingsFile;
import io.emperor.config.file.Sourced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of vassals: {@code --vassal-set}, then the file inside the app, then the
 * file beside it, the last one the strongest. Immutable, safe for use by many threads.
 */
public final class VassalConfigReader {

  private final String emperor;
  private final Layer vassalSet;

  /**
   * Makes a reader.
   *
   * @param emperor this emperor's name
   * @param vassalSet the values of {@code --vassal-set}; an entry of a map is written {@code
   *     settings.greeting}
   * @throws InvalidConfigException if one of these values is wrong
   */
  public VassalConfigReader(String emperor, Map<String, String> vassalSet) {
    this.emperor = Objects.requireNonNull(emperor, "emperor");
    List<Setting> settings = new ArrayList<>();
    vassalSet.forEach(
        (key, value) ->
            settings.add(new Setting(key, new RawValue.Text(value), Origin.VASSAL_SET)));
    Problems problems = new Problems();
    this.vassalSet =
        Layer.of(settings, problems)
            .without(VassalKey.APP, "can't be the same for every vassal", problems)
            .without(VassalKey.COMMAND, "can't be the same for every vassal", problems)
            .without(VassalKey.SERVICE_ID, "can't be the same for every vassal", problems);
    problems.throwIfAny();
  }

  /**
   * Finds out which app a configuration file names, before the rest of it matters.
   *
   * @param configFile the file
   * @return the path of the app, absolute if the file's is; empty when the file has no {@code app}
   * @throws InvalidConfigException if the file names no app and has problems, one of which may be
   *     the reason
   */
  public Optional<Path> app(Path configFile) {
    Problems problems = new Problems();
    Layer layer = Layer.of(SettingsFile.read(configFile, VassalKey::shown, problems), problems);
    Optional<Path> app =
        layer.find(VassalKey.APP).map(path -> directory(configFile).resolve(path.value()));
    if (app.isEmpty()) {
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
   * Does the same as {@link #read}, and keeps where each value came from.
   *
   * @param vassal the vassal's name
   * @param configFile the file beside the app, or alone
   * @param jar the private copy of the app's jar or war, which nobody overwrites while it is read
   * @return the configuration and its origins
   * @throws InvalidConfigException with all problems of all layers
   */
  public EffectiveConfig effective(String vassal, @Nullable Path configFile, @Nullable Path jar) {
    Problems problems = new Problems();
    Layer inner =
        jar == null
            ? Layer.EMPTY
            : Layer.of(JarSettings.read(vassal, jar, problems), problems)
                .without(VassalKey.APP, "can't stand inside the app", problems)
                .without(VassalKey.COMMAND, "can't stand inside the app", problems);
    Layer own =
        configFile == null
            ? Layer.EMPTY
            : Layer.of(SettingsFile.read(configFile, VassalKey::shown, problems), problems);
    Layer merged = own.over(inner.over(vassalSet));
    checkDependencies(merged, vassal, problems);
    checkChecks(merged, problems);
    IdleKeys.report(own, inner, vassalSet, jar, problems);
    problems.throwIfAny();
    return new ConfigAssembly(
            merged, vassal, emperor, configFile == null ? Path.of("") : directory(configFile))
        .assembled();
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

  private static Path directory(Path configFile) {
    Path parent = configFile.toAbsolutePath().getParent();
    return Objects.requireNonNull(parent, "a file has a directory");
  }
}
