package io.emperor.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is measured in this process. Thread safe. */
public final class Metrics implements AutoCloseable {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_1 = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /**
   * Begins to measure the JVM.
   *
   * @param version the emperor's
   */
  public Metrics(String version) {
    PrometheusNames.applyTo(registry);
    List<MeterBinder> jvm =
        List.of(
            new ClassLoaderMetrics(),
            collections,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new FileDescriptorMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics());
    jvm.forEach(binder -> binder.bindTo(registry));
    var unused =
        Gauge.builder("emperor.info", () -> 1)
            .tag("version", version)
            .description("The emperor itself: always 1, with its version")
            .register(registry);
  }

  /**
   * Where others count and measure.
   *
   * @return the one registry
   */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Has what a collector tells written with the rest.
   *
   * @param collector tells of metrics that nobody else does
   */
  public void add(Collector collector) {
    registry.getPrometheusRegistry().register(Snapshots.of(collector));
  }

  /**
   * Everything as it is now. May take some milliseconds, and reads files.
   *
   * @param accept the formats that the reader understands, as in HTTP; {@code null} for any
   * @return in OpenMetrics if that is among them, or else in Prometheus' own format
   */
  public Scrape scrape(@Nullable String accept) {
    boolean open = accept != null && accept.contains(OPEN_METRICS);
    String type = open ? OPEN_METRICS_1 : PROMETHEUS;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      registry.scrape(out, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Scrape(type, out);
  }

  /** Ends the measuring. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
