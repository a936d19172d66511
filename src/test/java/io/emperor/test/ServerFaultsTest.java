package io.emperor.test;

import static io.emperor.test.FaultScene.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ReliabilityResults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is promised when Consul's servers fail and the agents are well. */
@ExtendWith(ReliabilityPage.class)
class ServerFaultsTest {

  private static final int LEADERS = 2;

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static FaultScene scene;

  @BeforeAll
  static void start() {
    scene = FaultScene.direct(data, vassals);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void leaderKilledDuringWrites() {
    String fault = "leader killed during writes";
    ClusterAgent used = scene.awaitStart();
    Promises promises = Promises.during(scene, fault);
    List<Writes.Outcome> outcomes;
    try (Writes writes = Writes.through(scene.port(FaultScene.name(0)))) {
      for (int i = 0; i < LEADERS; i++) {
        ClusterAgent leader = scene.cluster().leader();
        writes.awaitMore("before");
        leader.kill();
        ClusterAgent unused = scene.cluster().leader();
        writes.awaitMore("after");
        leader.restart();
        leader.awaitAnswer();
      }
      outcomes = writes.stop();
    }
    Await.until("the servers agree", () -> scene.cluster().leader().isAlive());

    outcomesAreTrue(fault, Writes.compare(outcomes, used));
    promises.noLateHeartbeatOn(used, scene.other(used)).andNobodyElseWasHurt();
  }

  private static void outcomesAreTrue(String fault, Writes.Verdict verdict) {
    ReliabilityResults.record(fault, "writes by an app", "-", verdict.toString());
    ReliabilityResults.none(
        fault, "writes reported as not applied that are there", verdict.ghosts().size());
    ReliabilityResults.none(
        fault, "writes reported as done that are missing", verdict.lost().size());
    assertThat(verdict.ghosts()).isEmpty();
    assertThat(verdict.lost()).isEmpty();
  }

  @Test
  void noLeaderAtAll() throws Exception {
    String fault = "two of three servers down";
    ClusterAgent used = scene.awaitStart();
    Promises promises = Promises.during(scene, fault);
    // The one that led is left over: it may keep what it could not commit, and lead again.
    ClusterAgent leader = scene.cluster().leader();
    List<ClusterAgent> down =
        scene.cluster().servers().stream().filter(server -> server != leader).toList();
    List<Writes.Outcome> outcomes;
    Duration writing;
    try (Writes writes = Writes.through(scene.port(FaultScene.name(0)))) {
      writes.awaitMore("before");
      down.forEach(ClusterAgent::kill);
      Await.holdsFor(TTL.multipliedBy(3), "agents know the vassals", () -> scene.hasAll(used));
      down.forEach(ClusterAgent::restart);
      ClusterAgent unused = scene.cluster().leader();
      long led = System.nanoTime();
      writes.awaitMore("after");
      writing = Duration.ofNanos(System.nanoTime() - led);
      outcomes = writes.stop();
    }

    outcomesAreTrue(fault, Writes.compare(outcomes, used));
    promises
        .noted("writes work again after the election", writing)
        .noLateHeartbeatOn(used, scene.other(used))
        .nothingMovedTo(scene.other(used))
        .andNobodyElseWasHurt();
  }
}
