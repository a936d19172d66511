package io.emperor.bench;

import io.emperor.bench.figure.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured in rounds, by what it is. Not thread-safe. */
public final class Samples {

  private final Map<String, List<Double>> all = new LinkedHashMap<>();

  /** Adds a figure. */
  public void add(String what, double figure) {
    all.computeIfAbsent(what, w -> new ArrayList<>()).add(figure);
  }

  /**
   * All figures of something.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Measured of(String what) {
    return Measured.of(all.getOrDefault(what, List.of()));
  }
}
