package io.emperor.metrics;

import java.util.List;

/**
 * Takes what a collector tells. A metric's name is as Prometheus reads it, with its unit and
 * without {@code _total}: {@code emperor_vassal_restarts}. All its samples have one description,
 * and labels of the same names. Used by one thread.
 */
public interface Samples {

  /**
   * What goes up and down.
   *
   * @param name of the metric
   * @param help what it is, for people
   * @param value now; not a number where it is unknown
   * @param labels names and values in turn
   */
  void gauge(String name, String help, double value, String... labels);

  /**
   * What only grows.
   *
   * @param name of the metric
   * @param help what it is, for people
   * @param value since it was there
   * @param labels names and values in turn
   */
  void counter(String name, String help, double value, String... labels);

  /**
   * How often something was, and how much of it.
   *
   * @param name of the metric
   * @param help what it is, for people
   * @param count how often
   * @param sum of all
   * @param max the largest of late, a metric of its own with {@code _max}
   * @param labels names and values in turn
   */
  void summary(String name, String help, long count, double sum, double max, String... labels);

  /**
   * How often something was, how much of it, and how often how much.
   *
   * @param name of the metric
   * @param help what it is, for people
   * @param limits the upper limits of the buckets, ascending, without the infinite one
   * @param counts how often in each bucket, and at last above all limits; not summed up
   * @param sum of all
   * @param max the largest of late, a metric of its own with {@code _max}
   * @param labels names and values in turn
   */
  void histogram(
      String name,
      String help,
      List<Double> limits,
      List<Long> counts,
      double sum,
      double max,
      String... labels);
}
