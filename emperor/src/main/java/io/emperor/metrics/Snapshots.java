package io.emperor.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a collector tells, by metric, for Prometheus' client. */
final class Snapshots implements Samples {

  private final Map<String, GaugeSnapshot.Builder> gauges = new HashMap<>();
  private final Map<String, CounterSnapshot.Builder> counters = new HashMap<>();
  private final Map<String, SummarySnapshot.Builder> summaries = new HashMap<>();
  private final Map<String, HistogramSnapshot.Builder> histograms = new HashMap<>();

  private Snapshots() {}

  static MultiCollector of(Collector collector) {
    return () -> {
      Snapshots all = new Snapshots();
      collector.collect(all);
      return all.built();
    };
  }

  @Override
  public void gauge(String name, String help, double value, String... labels) {
    gauges
        .computeIfAbsent(name, any -> GaugeSnapshot.builder().name(name).help(help))
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
  }

  @Override
  public void counter(String name, String help, double value, String... labels) {
    counters
        .computeIfAbsent(name, any -> CounterSnapshot.builder().name(name).help(help))
        .dataPoint(
            CounterDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
  }

  @Override
  public void summary(
      String name, String help, long count, double sum, double max, String... labels) {
    summaries
        .computeIfAbsent(name, any -> SummarySnapshot.builder().name(name).help(help))
        .dataPoint(
            SummaryDataPointSnapshot.builder()
                .count(count)
                .sum(sum)
                .labels(Labels.of(labels))
                .build());
    gauge(name + "_max", help, max, labels);
  }

  @Override
  public void histogram(
      String name,
      String help,
      List<Double> limits,
      List<Long> counts,
      double sum,
      double max,
      String... labels) {
    List<Double> bounds = new ArrayList<>(limits);
    bounds.add(Double.POSITIVE_INFINITY);
    histograms
        .computeIfAbsent(name, any -> HistogramSnapshot.builder().name(name).help(help))
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum(sum)
                .labels(Labels.of(labels))
                .build());
    gauge(name + "_max", help, max, labels);
  }

  private MetricSnapshots built() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauges.values().forEach(each -> all.metricSnapshot(each.build()));
    counters.values().forEach(each -> all.metricSnapshot(each.build()));
    summaries.values().forEach(each -> all.metricSnapshot(each.build()));
    histograms.values().forEach(each -> all.metricSnapshot(each.build()));
    return all.build();
  }
}
