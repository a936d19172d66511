package io.emperor.bench.comparison;

import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.Catalog;
import io.emperor.bench.peer.Consumption;
import io.emperor.bench.peer.Peer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An emperor that gets more and more vassals, and what it takes with so many. */
final class GrowingEmperor {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration SETTLING = Duration.ofSeconds(8);
  private static final String APP = "grown-";

  private final Catalog consul;
  private final Peer.Running emperor;
  private final AdminEndpoint admin;
  private int grown;
  private int all;
  private double megabytes;

  GrowingEmperor(Catalog consul, Peer.Running emperor, AdminEndpoint admin) {
    this.consul = consul;
    this.emperor = emperor;
    this.admin = admin;
    drop("first");
    this.megabytes = megabytesHeld();
  }

  /**
   * Drops as many as are missing.
   *
   * @return MB that a vassal of those that have come since the last time takes
   */
  double growTo(int size) {
    int missing = size - all;
    for (int i = 0; i < missing; i++) {
      prepareAndDrop(APP + grown++);
    }
    consul.allPassing(APP, grown, LIMIT);
    double before = megabytes;
    megabytes = megabytesHeld();
    return (megabytes - before) / missing;
  }

  private double megabytesHeld() {
    Consumption.collectGarbage(emperor.process());
    LockSupport.parkNanos(SETTLING.toNanos());
    return Consumption.megabytes(emperor.process());
  }

  private void prepareAndDrop(String app) {
    emperor.prepare(app);
    emperor.drop(app);
    all++;
  }

  /** Milliseconds until it is passing. */
  double drop(String app) {
    emperor.prepare(app);
    all++;
    long begun = System.nanoTime();
    emperor.drop(app);
    consul.passing(app, LIMIT);
    return (System.nanoTime() - begun) / 1e6;
  }

  /** Milliseconds until the next generation answers. */
  double reload(String app) {
    URI uri = consul.passing(app, LIMIT);
    long begun = System.nanoTime();
    emperor.touch(app);
    while (!AdminEndpoint.get(uri).contains("generation 2")) {
      LockSupport.parkNanos(200_000);
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  /** Microseconds for each vassal in the list of all. */
  double list() {
    long begun = System.nanoTime();
    int length = admin.get("/v1/vassals").getBytes(StandardCharsets.UTF_8).length;
    double micros = (System.nanoTime() - begun) / 1e3;
    if (length < all) {
      throw new IllegalStateException("the list is too short: " + length);
    }
    return micros / all;
  }
}
