package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.peer.Consumption;
import io.emperor.bench.peer.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A peer that runs, and how quick it was with what was dropped. Not thread-safe. */
final class Contender implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int MEGABYTES = 15; // more than any vassal of 1,000 takes

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Double> passing = new ArrayList<>();
  private final List<Double> answering = new ArrayList<>();
  private final Peer peer;
  private final Duration scan;
  private final Catalog consul;
  private final Peer.Running running;
  private int dropped;
  private double loading;

  private Contender(Peer peer, Duration scan, Catalog consul, Peer.Running running) {
    this.peer = peer;
    this.scan = scan;
    this.consul = consul;
    this.running = running;
  }

  /**
   * Starts a peer and returns when it has taken a first app.
   *
   * @param scan how often it looks; drops are not in step with that
   */
  static Contender start(BenchPaths paths, Peer peer, Duration scan, Catalog consul) {
    Peer.Running running = peer.start(paths.scratch(), consul.address());
    Contender contender = new Contender(peer, scan, consul, running);
    try {
      contender.load(1);
      return contender;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  String name() {
    return peer.name();
  }

  /** Drops so many apps in one go, and waits until all are passing. */
  void load(int count) {
    Consumption.require(count * MEGABYTES);
    String prefix = prefix() + "load" + dropped++ + "-";
    List<String> apps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      apps.add(prefix + i);
    }
    apps.forEach(running::prepare);
    long begun = System.nanoTime();
    apps.forEach(running::drop);
    consul.allPassing(prefix, count, LIMIT);
    loading = (System.nanoTime() - begun) / 1e9;
  }

  /** How long the last {@link #load} took from the first rename, in seconds. */
  double loading() {
    return loading;
  }

  /** Drops apps one after the other as {@link #drop} does, and forgets how long it took. */
  Contender warmedUp(int drops) {
    for (int i = 0; i < drops; i++) {
      drop();
    }
    passing.clear();
    answering.clear();
    return this;
  }

  /** Drops an app at any moment between two scans, and waits until it has answered. */
  void drop() {
    String app = prefix() + dropped++;
    running.prepare(app);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(scan.toNanos()));
    long begun = System.nanoTime();
    running.drop(app);
    URI uri = consul.passing(app, LIMIT);
    passing.add((System.nanoTime() - begun) / 1e6);
    awaitAnswer(uri);
    answering.add((System.nanoTime() - begun) / 1e6);
  }

  /** From the rename to passing, in milliseconds. */
  Measured passing() {
    return Measured.of(passing);
  }

  /** From the rename to the first answer, in milliseconds. */
  Measured answering() {
    return Measured.of(answering);
  }

  /** What it takes with all of its apps. */
  double megabytes() {
    return Consumption.megabytes(running.process());
  }

  private String prefix() {
    return peer.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-";
  }

  private void awaitAnswer(URI uri) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!answers(uri)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(uri + " does not answer");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean answers(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
