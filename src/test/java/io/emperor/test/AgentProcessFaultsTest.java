package io.emperor.test;

import static io.emperor.test.FaultScene.TTL;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is promised when the agent in use is killed, wiped, or stops for a while. */
@ExtendWith(ReliabilityPage.class)
class AgentProcessFaultsTest {

  private static final Duration READS = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = TTL.dividedBy(3);

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static FaultScene scene;
  private ClusterAgent used;
  private ClusterAgent other;

  @BeforeAll
  static void start() {
    scene = FaultScene.direct(data, vassals);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @BeforeEach
  void awaitCalm() {
    used = scene.awaitStart();
    other = scene.other(used);
  }

  @Test
  void killedAndWiped() throws Exception {
    Promises promises = Promises.during(scene, "agent killed and wiped");

    used.restartWiped();
    used.awaitAnswer();
    long answered = System.nanoTime();
    Duration back = scene.untilAllOn(used, answered);
    Await.holdsFor(TTL, "it stays so", () -> scene.hasAll(used));

    promises
        .within("all services passing again after it answers", HEARTBEAT, back)
        .noLateHeartbeatOn(used, other)
        .nothingMovedTo(other)
        .readsWentOn(READS)
        .andNobodyElseWasHurt();
  }

  @Test
  void stoppedForLessThanATtl() throws Exception {
    Promises promises = Promises.during(scene, "agent stopped for half a TTL");

    used.pause();
    Await.holdsFor(TTL.dividedBy(2), "the other one answers", () -> scene.hasNone(other));
    used.resume();
    long answered = System.nanoTime();
    Duration back = scene.untilAllOn(used, answered);
    Await.holdsFor(TTL, "it stays so", () -> scene.hasAll(used));

    promises
        .noted("all services passing after it goes on", back)
        .noLateHeartbeatOn(used, other)
        .nothingMovedTo(other)
        .readsWentOn(READS)
        .andNobodyElseWasHurt();
  }

  @Test
  void stoppedForMoreThanATtl() throws Exception {
    Promises promises = Promises.during(scene, "agent stopped for longer than a TTL");

    used.pause();
    Duration moved = scene.untilAllOn(other, promises.since());
    Await.holdsFor(TTL, "they stay there", () -> scene.hasAll(other));
    used.resume();
    Duration cleaned = scene.untilNoneOn(used, System.nanoTime());
    Await.holdsFor(HEARTBEAT, "they stay there", () -> scene.hasAll(other));

    promises
        .noted("all services passing on the other agent", moved)
        .noted("ghosts removed after it goes on", cleaned)
        .noLateHeartbeatOn(other)
        .readsWentOn(READS)
        .andNobodyElseWasHurt();
  }

  @Test
  void killedForMoreThanATtl() throws Exception {
    Promises promises = Promises.during(scene, "agent killed, back after longer than a TTL");

    used.kill();
    Duration moved = scene.untilAllOn(other, promises.since());
    Await.holdsFor(TTL, "they stay there", () -> scene.hasAll(other));
    used.restart();
    used.awaitAnswer();
    Duration cleaned = scene.untilNoneOn(used, System.nanoTime());
    Await.holdsFor(HEARTBEAT, "they stay there", () -> scene.hasAll(other));

    promises
        .noted("all services passing on the other agent", moved)
        .noted("ghosts removed after it answers", cleaned)
        .noLateHeartbeatOn(other)
        .readsWentOn(READS)
        .andNobodyElseWasHurt();
  }
}
