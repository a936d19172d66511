package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static io.emperor.vassal.SupervisorRig.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.StartTurns;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vassals while many others start. */
@Timeout(60)
class StartInTurnTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    rig =
        new SupervisorRig(
            directory, new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(40)));
    shop = rig.supervisor("shop");
    hand.onStart(GenerationServlet.served());
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  private void takeTurns() {
    for (int i = 0; i < 5_000; i++) {
      CompletableFuture<StartTurns.Turn> unused = rig.turns().next();
    }
  }

  @Test
  void oneThatWaitsForItsTurnCanBeEnded() throws Exception {
    takeTurns();
    shop.load(rig.jar("shop", APP));
    awaitReason(shop, "waits until others have started");

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();

    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    assertThat(hand.journal()).isEmpty();
  }

  @Test
  void itsStartWaitsForItsTurn() throws Exception {
    takeTurns();

    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.RUNNING, 1);
    assertThat(shop.detail().past())
        .extracting("words")
        .contains("waits until others have started");
  }

  @Test
  void whatHasToMakeWayServesUntilItsSuccessorHasItsTurn() throws Exception {
    rig.config("shop", "reload: stop-first");
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    takeTurns();

    shop.load(rig.source("shop"));
    awaitReason(shop, "waits until others have started");

    assertThat(get(shop.status().port())).isEqualTo("generation 1");
    assertThat(hand.journal()).doesNotContain("stop");
    awaitState(shop, VassalState.RUNNING, 2);
  }
}
