package io.emperor.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Duration;

/** Micrometer's names for what Prometheus has other conventions for. */
final class PrometheusNames {

  private static final String CPU_NANOS = "process.cpu.time";
  private static final String CPU_COUNT = "system.cpu.count";
  private static final double NANOS = 1e9;

  private PrometheusNames() {}

  /** Before anything is measured: a registry filters what comes after. */
  static void applyTo(MeterRegistry registry) {
    registry
        .config()
        .meterFilter(MeterFilter.deny(id -> id.getName().equals(CPU_NANOS)))
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                return id.getName().equals(CPU_COUNT) ? id.withName("system.cpus") : id;
              }
            });
    FunctionCounter unused =
        FunctionCounter.builder(
                "process.cpu", ProcessHandle.current(), PrometheusNames::processorSeconds)
            .baseUnit("seconds")
            .description("Processor time that this process has used")
            .register(registry);
  }

  private static double processorSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / NANOS;
  }
}
