package io.emperor.bench;

import io.emperor.bench.comparison.Discovery;
import io.emperor.bench.comparison.DropToPassing;
import java.util.List;

/** All of them, in the order of the page. */
final class Comparisons {

  private Comparisons() {}

  static List<Comparison> all(Workshop workshop) {
    return List.of(new DropToPassing(workshop), new Discovery());
  }
}
