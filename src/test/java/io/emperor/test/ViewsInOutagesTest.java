package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ConsulCluster;
import io.emperor.consul.ReliabilityResults;
import io.emperor.test.apps.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an app sees of a service and a key, by listeners and in mode stale, while Consul fails. */
@ExtendWith(ReliabilityPage.class)
class ViewsInOutagesTest {

  private static final Duration OUTAGE = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int COUNT_MILLIS = 100;

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static final ScheduledExecutorService COUNTER =
      Executors.newSingleThreadScheduledExecutor();
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static ConsulCluster cluster;
  private static EmperorProcess emperor;
  private static int port;

  /** What the app says about one way to see: listeners, or reading. */
  private record Views(long views, long empty, long backwards, long failures, long last) {
    static Views parse(String line) {
      String[] words = line.split(" ", 5);
      return new Views(
          Long.parseLong(words[0]),
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]));
    }
  }

  @BeforeAll
  static void start() {
    cluster = ConsulCluster.start();
    ClusterAgent server = cluster.servers().get(2);
    for (int i = 1; i <= 2; i++) {
      assertThat(
              server.put(
                  "/v1/catalog/register",
                  String.format(
                      Locale.ROOT,
                      """
                      {"Node": "rock", "Address": "10.9.8.7",
                       "Service": {"ID": "steady-%1$d", "Service": "steady", "Port": %1$d}}
                      """,
                      i)))
          .contains("true");
    }
    assertThat(server.put("/v1/kv/counter", "0")).contains("true");
    emperor =
        Scene.emperor(
            data,
            cluster.a().httpAddress() + "," + cluster.b().httpAddress(),
            vassals.toString(),
            "--consul-consistency-mode",
            "stale");
    AppJar.providing(Viewer.class).dropInto(vassals, "viewer");
    String running = emperor.line(" viewer: running generation 1");
    port = Integer.parseInt(running.replaceAll(".* on port ", ""));
    var unused =
        COUNTER.scheduleWithFixedDelay(
            ViewsInOutagesTest::count, 0, COUNT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Counts up for as long as a server takes it; a try that may have worked is never repeated. */
  private static void count() {
    try {
      String unused =
          cluster.servers().get(2).put("/v1/kv/counter", String.valueOf(COUNT.incrementAndGet()));
    } catch (RuntimeException e) {
      // No leader, or no answer: the next number.
    }
  }

  @AfterAll
  static void stop() {
    COUNTER.shutdownNow();
    emperor.close();
    cluster.close();
  }

  private static List<Views> seen() {
    return Http.get(port, "/seen").body().lines().map(Views::parse).toList();
  }

  /** Until both ways show a number that was written after now. */
  private static void awaitFresh() {
    int now = COUNT.get();
    Await.within(
        LIMIT, "views follow", () -> seen().stream().allMatch(views -> views.last() > now));
  }

  private static void holds(String fault, List<ClusterAgent> down) throws Exception {
    awaitFresh();
    List<ClusterAgent> killed = new ArrayList<>(down);
    List<Views> before = seen();
    killed.forEach(ClusterAgent::kill);
    Await.holdsFor(OUTAGE, "the app answers", () -> seen().size() == 2);
    killed.forEach(ClusterAgent::restart);
    long restarted = System.nanoTime();
    awaitFresh();
    Duration fresh = Duration.ofNanos(System.nanoTime() - restarted);

    List<Views> after = seen();
    long empty = 0;
    long backwards = 0;
    for (int i = 0; i < after.size(); i++) {
      empty += after.get(i).empty() - before.get(i).empty();
      backwards += after.get(i).backwards() - before.get(i).backwards();
    }
    long failures = after.get(1).failures() - before.get(1).failures();
    ReliabilityResults.none(fault, "views that went empty", empty);
    ReliabilityResults.none(fault, "views that went backwards", backwards);
    ReliabilityResults.none(fault, "reads in mode stale that failed", failures);
    ReliabilityResults.record(
        fault, "views are fresh again after the restart", "-", fresh.toMillis() + " ms");
    assertThat(empty).isZero();
    assertThat(backwards).isZero();
    assertThat(failures).isZero();
  }

  @Test
  void oneAgentKilled() throws Exception {
    holds("agent in use killed, mode stale", List.of(cluster.a()));
  }

  @Test
  void allAgentsKilled() throws Exception {
    holds("all agents down, mode stale", cluster.agents());
  }

  @Test
  void noLeader() throws Exception {
    holds("two of three servers down, mode stale", cluster.servers().subList(0, 2));
  }
}
