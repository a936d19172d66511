package io.emperor.config;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that all of them are reported at once. For one thread. */
final class Problems {

  private final List<Problem> found = new ArrayList<>();

  void add(Origin origin, String key, String seen, String remedy) {
    found.add(new Problem(origin.toString(), key, seen, remedy));
  }

  List<Problem> found() {
    return List.copyOf(found);
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidConfigException(found);
    }
  }
}
