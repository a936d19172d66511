package io.emperor.bench.figure;

import java.util.List;

/**
 * Something that grows, or does not.
 *
 * @param what is measured
 * @param unit of what is measured
 * @param points in the order of their {@code x}
 */
public record Curve(String what, String unit, List<Point> points) {

  /**
   * A measurement.
   *
   * @param x how many there were
   * @param y what was measured then, in the curve's unit
   */
  public record Point(double x, double y) {}

  public Curve {
    points = List.copyOf(points);
  }
}
