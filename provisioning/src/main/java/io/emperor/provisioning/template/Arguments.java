package io.emperor.provisioning.template;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a function or a filter was given. */
record Arguments(String function, Map<String, Object> given) {

  /** An argument that it can't do without. */
  @Nullable Object value(String name) {
    if (!given.containsKey(name)) {
      throw new RefusedException(function + " needs its " + name + "; write it between brackets");
    }
    return given.get(name);
  }

  String text(String name) {
    Object value = value(name);
    if (value == null) {
      throw new RefusedException("gives " + function + " null for its " + name);
    }
    return Values.text(value);
  }

  Optional<String> optional(String name) {
    return given.get(name) == null ? Optional.empty() : Optional.of(text(name));
  }
}
