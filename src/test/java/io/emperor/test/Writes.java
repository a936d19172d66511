package io.emperor.test;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes that an app does one after another on four threads, each with what the app was told. */
final class Writes implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int ENOUGH = 50;
  private static final String ALL = "writes/";
  private static final Pattern KEY = Pattern.compile("\"(writes/[^\"]+)\"");

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicInteger next = new AtomicInteger();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final String prefix = ALL + UUID.randomUUID() + "/"; // what others wrote does not count
  private final int port;
  private volatile boolean stopped;

  /** What the app was told about one key. */
  record Outcome(String key, String told) {}

  /** What was told, beside what is there: how many, and those of which the app was told wrongly. */
  record Verdict(long done, long refused, long unknown, List<Outcome> ghosts, List<Outcome> lost) {
    @Override
    public String toString() {
      return done + " done, " + refused + " not applied, " + unknown + " unknown";
    }
  }

  private Writes(int port) {
    this.port = port;
  }

  /** Begins to write through the app on this port. */
  static Writes through(int port) {
    Writes writes = new Writes(port);
    for (int i = 0; i < THREADS; i++) {
      writes.threads.execute(writes::run);
    }
    return writes;
  }

  private void run() {
    while (!stopped) {
      String key = prefix + next.incrementAndGet();
      String told = Http.get(port, "/write?key=" + key).body();
      synchronized (outcomes) {
        outcomes.add(new Outcome(key, told));
      }
    }
  }

  private long done() {
    synchronized (outcomes) {
      return outcomes.stream().filter(outcome -> outcome.told().equals("true")).count();
    }
  }

  /** Waits until some more writes have succeeded. */
  void awaitMore(String when) {
    long before = done();
    Await.until("writes succeed " + when, () -> done() > before + ENOUGH);
  }

  /** Ends the writing; answers what was told about every key. */
  List<Outcome> stop() {
    close();
    synchronized (outcomes) {
      return List.copyOf(outcomes);
    }
  }

  /** Compares what was told with what Consul has. */
  static Verdict compare(List<Outcome> outcomes, ClusterAgent agent) {
    Set<String> present = new HashSet<>();
    Matcher keys = KEY.matcher(agent.get("/v1/kv/" + ALL + "?keys&consistent"));
    while (keys.find()) {
      present.add(keys.group(1));
    }
    return new Verdict(
        told(outcomes, "true").size(),
        told(outcomes, "NO").size(),
        told(outcomes, "UNKNOWN").size(),
        told(outcomes, "NO").stream().filter(o -> present.contains(o.key())).toList(),
        told(outcomes, "true").stream().filter(o -> !present.contains(o.key())).toList());
  }

  private static List<Outcome> told(List<Outcome> outcomes, String word) {
    return outcomes.stream().filter(outcome -> outcome.told().startsWith(word)).toList();
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
