package io.emperor.bench.discovery;

import com.orbitz.consul.Consul;
import com.orbitz.consul.cache.ConsulCache;
import io.emperor.api.Watch;
import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.consul.settings.ConsistencyMode;
import java.util.concurrent.locks.LockSupport;

/** From a change in Consul to those who listen: all hear of the same changes. */
final class Listeners {

  private static final int CHANGES = 100;
  private static final int WARM_UP = 25;

  /** So that everybody waits again before the next; a watch takes ten changes a second. */
  private static final long REST_NANOS = 150_000_000;

  private Listeners() {}

  /** What the figures of a listener are called. */
  static String name(Change change, Client client) {
    return change + " to " + client.name();
  }

  /** What the paired differences of our listener and Consul's own way are called. */
  static String difference(Change change) {
    return change + " over Consul's own";
  }

  /** Measures, in milliseconds. */
  @SuppressWarnings("try") // they listen by being there
  static void measure(Change change, Catalog catalog, Samples samples) throws InterruptedException {
    Consul orbitz = Orbitz.at(catalog.address());
    Ear ours = new Ear();
    Ear plain = new Ear();
    Ear cached = new Ear();
    try (Helpers helpers = new Helpers(catalog.address(), ConsistencyMode.DEFAULT);
        Watch watch = change.helper(ours);
        BlockingQuery query = new BlockingQuery(catalog.address(), change, plain);
        ConsulCache<?, ?> cache = change.orbitz(orbitz, cached)) {
      cache.start();
      for (int i = -WARM_UP; i < CHANGES; i++) {
        String value = change + "-" + i;
        long begun = System.nanoTime();
        change.to(value, catalog);
        double our = (ours.heard(value) - begun) / 1e6;
        double own = (plain.heard(value) - begun) / 1e6;
        double their = (cached.heard(value) - begun) / 1e6;
        if (i >= 0) {
          samples.add(name(change, Client.EMPEROR), our);
          samples.add(name(change, Client.JDK), own);
          samples.add(name(change, Client.ORBITZ), their);
          samples.add(difference(change), our - own);
        }
        LockSupport.parkNanos(REST_NANOS);
      }
    } finally {
      orbitz.destroy();
    }
  }
}
