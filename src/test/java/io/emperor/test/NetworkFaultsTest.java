package io.emperor.test;

import static io.emperor.test.FaultScene.TTL;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised when the way to the agent in use is broken, for longer than a TTL. */
@ExtendWith(ReliabilityPage.class)
class NetworkFaultsTest {

  private static final Duration READS = Duration.ofSeconds(1);

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static FaultScene scene;

  @BeforeAll
  static void start() {
    scene = FaultScene.proxied(data, vassals);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("connection refused", Fault.refuse()),
        Arguments.of("connection accepted, no answer", Fault.silent()),
        Arguments.of("answers cut in the middle", Fault.cut(100)),
        Arguments.of("answers of 429", Fault.status(429)),
        Arguments.of("answers of 500", Fault.status(500)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void servicesAndReadsMoveToTheOtherAgent(String name, Fault fault) throws Exception {
    ClusterAgent used = scene.awaitStart();
    ClusterAgent other = scene.other(used);
    Promises promises = Promises.during(scene, name);
    try {
      scene.proxy(used).set(fault);
      Duration moved = scene.untilAllOn(other, promises.since());
      Await.holdsFor(TTL, "they stay there", () -> scene.hasAll(other));
      scene.heal();
      Duration cleaned = scene.untilNoneOn(used, System.nanoTime());

      promises
          .noted("all services passing on the other agent", moved)
          .noted("ghosts removed after it answers", cleaned)
          .noLateHeartbeatOn(other)
          .readsWentOn(READS)
          .andNobodyElseWasHurt();
    } finally {
      scene.heal();
    }
  }
}
