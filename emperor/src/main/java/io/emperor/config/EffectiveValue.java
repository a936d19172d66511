package io.emperor.config;

import io.emperor.config.secret.Secrets;
import java.util.Objects;

/**
 * One value that is in force, and where it came from.
 *
 * @param key the key; an entry of a map has its own, such as {@code settings.greeting}
 * @param value the value as text; it may be a secret
 * @param origin {@code FILE:LINE}, {@code --vassal-set} or {@code default}
 */
public record EffectiveValue(String key, String value, String origin) {

  /** No part may be {@code null}. */
  public EffectiveValue {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(origin, "origin");
  }

  /**
   * The value for people.
   *
   * @return the value; stars in its place, or in the place of a part of it, where a name tells of a
   *     secret: {@code settings.db-password}, {@code -Dtoken=…}, {@code //user:…@host}
   */
  public String shown() {
    return Secrets.masked(key, value);
  }

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "EffectiveValue[key=" + key + ", origin=" + origin + "]";
  }
}
