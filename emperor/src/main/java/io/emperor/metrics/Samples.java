package io.emperor.metrics;

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
}
