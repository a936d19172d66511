package io.emperor.test;

import static io.emperor.test.FaultScene.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.ReliabilityResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an emperor leaves behind when it is killed, and what its successor makes of it. */
@Tag("jdk")
@ExtendWith(ReliabilityPage.class)
class EmperorKilledTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int REMOVED = FaultScene.VASSALS / 2;

  @TempDir Path data;
  @TempDir Path vassals;

  private FaultScene scene;

  @BeforeEach
  void start() {
    scene = FaultScene.proxied(data, vassals);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void ghostsOnTheAgentInUseAreRemoved() throws Exception {
    ghostsAreRemovedFrom(scene.awaitCalm(), "emperor killed and restarted");
  }

  @Test
  void ghostsOnAnAgentThatIsNotTheFirstAreRemoved() throws Exception {
    ClusterAgent first = scene.awaitCalm();
    first.pause();
    Duration unused = scene.untilAllOn(scene.other(first), System.nanoTime());
    first.resume();
    ClusterAgent second = scene.awaitCalm();
    assertThat(second).isNotSameAs(first);

    ghostsAreRemovedFrom(second, "emperor killed while it used its second agent");
  }

  private void ghostsAreRemovedFrom(ClusterAgent agent, String fault) throws Exception {
    List<String> ghosts = FaultScene.ids().subList(0, REMOVED);
    long since = History.now();
    scene.emperor().signal("KILL");
    for (int i = 0; i < REMOVED; i++) {
      Files.delete(vassals.resolve(FaultScene.name(i) + ".jar"));
    }
    FaultProxy proxy = scene.proxy(agent);
    scene.emperor().exitStatus();
    long asked = proxy.requests();

    scene.restartEmperor();
    Await.until("the next emperor talks to the agent", () -> proxy.requests() > asked);
    long contact = System.nanoTime();
    Await.within(
        TTL.multipliedBy(5),
        "the ghosts are gone",
        () -> ghosts.stream().noneMatch(scene.history().last(agent).services()::containsKey));
    Duration took = Duration.ofNanos(System.nanoTime() - contact);

    ReliabilityResults.time(fault, "ghosts removed after the first contact", LIMIT, took);
    long touched = Foreigners.touched(scene.history(), agent, since);
    ReliabilityResults.none(fault, "services of others touched", touched);
    assertThat(touched).isZero();
  }
}
