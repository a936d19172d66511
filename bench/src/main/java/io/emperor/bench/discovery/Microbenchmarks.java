package io.emperor.bench.discovery;

import io.emperor.bench.Samples;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs JMH's benchmarks of this package: in rounds, in each of which everything has its turn. */
final class Microbenchmarks {

  private static final String ADDRESS = "bench.consul";

  private static final int ITERATIONS = 5;

  private final String address;
  private final Samples samples = new Samples();

  Microbenchmarks(String address) {
    this.address = address;
  }

  /** Where Consul is, in a process of JMH's. */
  static String address() {
    return Objects.requireNonNull(System.getProperty(ADDRESS), ADDRESS);
  }

  /** All that was measured, by {@link #name}. */
  Samples samples() {
    return samples;
  }

  /**
   * What a benchmark's figures are called.
   *
   * @param client whose, {@code null} if the benchmark has no choice
   */
  static String name(Class<?> type, String method, @Nullable Client client) {
    return type.getName() + "." + method + " " + (client == null ? null : client.name());
  }

  /** Runs all of a class, each for so many milliseconds after some to warm up. */
  void run(Class<?> type, int rounds, int warmUp, int millis) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + type.getName().replace(".", "\\.") + "\\.")
            .forks(1)
            .threads(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(warmUp))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.milliseconds(millis / ITERATIONS))
            .jvmArgsAppend("-D" + ADDRESS + "=" + address)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    for (int i = 0; i < rounds; i++) {
      new Runner(options).run().forEach(this::keep);
    }
  }

  private void keep(RunResult run) {
    BenchmarkParams params = run.getParams();
    String name = params.getBenchmark() + " " + params.getParam("client");
    if (params.getMode() == Mode.SampleTime) {
      keepEach(name, run.getPrimaryResult().getStatistics());
      return;
    }
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        samples.add(name, iteration.getPrimaryResult().getScore());
      }
    }
  }

  private void keepEach(String name, Statistics calls) {
    calls
        .getRawData()
        .forEachRemaining(
            entry -> {
              for (long i = 0; i < entry.getValue(); i++) {
                samples.add(name, entry.getKey());
              }
            });
  }
}
