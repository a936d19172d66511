package io.emperor.consul.settings;

import org.jspecify.annotations.Nullable;

/** A token that never changes, or none. */
record FixedToken(@Nullable String token) implements TokenSource {

  @Override
  public String toString() {
    return token == null ? "TokenSource[none]" : "TokenSource[fixed]";
  }
}
