package io.emperor.metrics;

/**
 * Tells what it knows anyway whenever somebody asks, as Prometheus' clients call it: what has
 * thousands of figures keeps no meter for each.
 */
@FunctionalInterface
public interface Collector {

  /**
   * Tells all of it, as it is now. Called by any thread, by several at once, too.
   *
   * @param into takes it
   */
  void collect(Samples into);
}
