package io.emperor.consul;

import org.jspecify.annotations.Nullable;

/** A token that never changes, or none. */
record FixedToken(@Nullable String token) implements TokenSource {

  @Override
  public String toString() {
    return token == null ? "TokenSource[none]" : "TokenSource[fixed]";
  }
}
