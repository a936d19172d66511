package io.emperor.bench.discovery;

import io.emperor.api.Consul;
import io.emperor.consul.settings.ConsistencyMode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads of the helpers that a local view answers, as many as one thread can. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StaleReads {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Helpers helpers = new Helpers(Microbenchmarks.address(), ConsistencyMode.STALE);

  /** Waits until there are views. */
  @Setup
  public void open() {
    awaitView(this::services);
    awaitView(this::service);
    awaitView(this::get);
  }

  private static void awaitView(Supplier<Object> read) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (read.get() != null && Consul.age().isZero()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no view answers within " + LIMIT);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Closes it. */
  @TearDown
  public void close() {
    helpers.close();
  }

  /** All services. */
  @Benchmark
  public Object services() {
    return Consul.services();
  }

  /** A service's instances, whatever their health. */
  @Benchmark
  public Object service() {
    return Consul.service(Subject.SERVICE);
  }

  /** A service's passing instances. */
  @Benchmark
  public Object healthy() {
    return Consul.healthy(Subject.SERVICE);
  }

  /** A key. */
  @Benchmark
  public Object get() {
    return Consul.get(Subject.KEY);
  }
}
