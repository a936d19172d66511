package io.emperor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A vassal's configuration together with where each of its values came from. Immutable.
 *
 * @param config the configuration
 * @param values every value, in the order of the documentation
 */
public record EffectiveConfig(VassalConfig config, List<EffectiveValue> values) {

  /**
   * The same, provided with what others have.
   *
   * @param environment of its programs
   * @param settings of its app
   */
  public EffectiveConfig providedWith(
      Map<String, String> environment, Map<String, String> settings) {
    return new EffectiveConfig(config.providedWith(environment, settings), values);
  }

  /**
   * The same with a value that stands in no configuration.
   *
   * @param value what was found, and where
   */
  public EffectiveConfig and(EffectiveValue value) {
    List<EffectiveValue> all = new ArrayList<>(values);
    all.add(value);
    return new EffectiveConfig(config, all);
  }

  /** Copies the list. */
  public EffectiveConfig {
    Objects.requireNonNull(config, "config");
    values = List.copyOf(values);
  }
}
