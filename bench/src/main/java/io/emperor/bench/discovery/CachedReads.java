package io.emperor.bench.discovery;

import com.orbitz.consul.Consul;
import com.orbitz.consul.cache.ServiceHealthCache;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads of the client library's cache, which its user holds by hand, one for a service. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CachedReads {

  private final Consul consul = Orbitz.at(Microbenchmarks.address());
  private final ServiceHealthCache cache =
      ServiceHealthCache.newCache(consul.healthClient(), Subject.SERVICE);

  /** Waits until it is filled. */
  @Setup
  public void open() throws InterruptedException {
    cache.start();
    if (!cache.awaitInitialized(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the cache is not filled within ten seconds");
    }
  }

  /** Closes it. */
  @TearDown
  public void close() {
    cache.stop();
    consul.destroy();
  }

  /** A service's passing instances. */
  @Benchmark
  public Object healthy() {
    return cache.getMap();
  }
}
