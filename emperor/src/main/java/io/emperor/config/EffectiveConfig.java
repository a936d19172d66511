package io.emperor.config;

import java.util.List;
import java.util.Objects;

/**
 * A vassal's configuration together with where each of its values came from. Immutable.
 *
 * @param config the configuration
 * @param values every value, in the order of the documentation
 */
public record EffectiveConfig(VassalConfig config, List<EffectiveValue> values) {

  /** Copies the list. */
  public EffectiveConfig {
    Objects.requireNonNull(config, "config");
    values = List.copyOf(values);
  }
}
