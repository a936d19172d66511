package io.emperor.bench.discovery;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads that Consul answers, each timed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DefaultReads {

  /** Set by JMH. */
  @Param public Client client = Client.EMPEROR;

  @SuppressWarnings("NullAway.Init") // before anything else
  private Reader reader;

  /** Connects to nothing yet. */
  @Setup
  public void open() {
    reader = client.at(Microbenchmarks.address());
  }

  /** Closes it. */
  @TearDown
  public void close() {
    reader.close();
  }

  /** All services. */
  @Benchmark
  public Object services() {
    return reader.services();
  }

  /** A service's instances. */
  @Benchmark
  public Object service() {
    return reader.service();
  }

  /** A key. */
  @Benchmark
  public Object get() {
    return reader.get();
  }
}
