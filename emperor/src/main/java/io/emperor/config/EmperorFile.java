package io.emperor.config;

import io.emperor.base.NearestName;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.KeyWords;
import io.emperor.config.file.Problem;
import io.emperor.config.file.Problems;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Setting;
import io.emperor.config.file.SettingsFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The emperor's own configuration file, {@code --config}: the options of the command line without
 * their dashes. What the values mean is the command line's business. Immutable.
 *
 * @param values each option's values in the file's order; an entry of a map is {@code KEY=VALUE}
 * @param origins where each option stands, {@code FILE:LINE}
 */
public record EmperorFile(Map<String, List<String>> values, Map<String, String> origins) {

  /** Copies the maps, keeping their order. */
  public EmperorFile {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    origins = Map.copyOf(origins);
  }

  /**
   * Reads a file.
   *
   * @param file YAML, unless its name ends in {@code .properties} or {@code .ini}
   * @param known the names of the options
   * @return what it says
   * @throws InvalidConfigException with all problems, such as an unknown name
   */
  public static EmperorFile read(Path file, Collection<String> known) {
    Problems problems = new Problems();
    Map<String, List<String>> values = new LinkedHashMap<>();
    Map<String, String> origins = new LinkedHashMap<>();
    for (Setting setting : SettingsFile.read(file, KeyWords.PLAIN, problems)) {
      if (known.contains(setting.key())) {
        values.put(setting.key(), words(setting.value()));
        origins.put(setting.key(), setting.origin().toString());
      } else {
        problems.add(
            () ->
                new Problem(
                    setting.origin().toString(),
                    setting.key(),
                    "unknown option",
                    NearestName.remedy(setting.key(), known)));
      }
    }
    problems.throwIfAny();
    return new EmperorFile(values, origins);
  }

  private static List<String> words(RawValue value) {
    if (value instanceof RawValue.Text text) {
      return List.of(text.text());
    }
    if (value instanceof RawValue.Items items) {
      return List.copyOf(items.items());
    }
    return ((RawValue.Entries) value)
        .entries().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue().value())
            .toList();
  }
}
