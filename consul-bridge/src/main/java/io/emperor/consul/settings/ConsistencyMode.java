package io.emperor.consul.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * How fresh the answers to reads are, see Consul's <a
 * href="https://developer.hashicorp.com/consul/api-docs/features/consistency">consistency
 * modes</a>.
 */
public enum ConsistencyMode {
  /** The leader answers, without asking the other servers whether it still is the leader. */
  DEFAULT,
  /** The leader answers after it made sure that it still is the leader. */
  CONSISTENT,
  /** Any server answers, also without a leader; the answer may be old. */
  STALE;

  /** The query parameter that asks for this mode, if it takes one. */
  public Optional<String> parameter() {
    return this == DEFAULT ? Optional.empty() : Optional.of(word());
  }

  /** The word that the command line has for it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
