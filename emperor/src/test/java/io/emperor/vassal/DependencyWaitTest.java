package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vassal that depends on services waits for them. */
@Timeout(60)
class DependencyWaitTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);
  private static final Health BAD = Health.critical("no disk");
  private static final Health GOOD = Health.passing();

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private SupervisorRig rig;
  private HandServiceWatches watches;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    rig =
        new SupervisorRig(
            directory, new RestartPolicy(Duration.ofMillis(100), Duration.ofHours(1)));
    watches = rig.watches();
    shop = rig.supervisor("shop");
    rig.config("shop", "depends-on: postgres");
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  @Test
  void startsOnlyWhenAnInstanceOfWhatItDependsOnIsPassing() throws Exception {
    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.WAITING, 1);
    awaitReason(shop, "waits for postgres (Consul has not answered yet)");
    watches.show("postgres");
    awaitReason(shop, "waits for postgres (no instance)");
    watches.show("postgres", BAD);
    awaitReason(shop, "waits for postgres (1 instance, none passing)");
    watches.show("postgres", BAD, Health.warning("slow"));
    awaitReason(shop, "waits for postgres (2 instances, none passing)");
    awaitState(shop, VassalState.WAITING, 1);
    assertThat(hand.journal()).isEmpty();

    watches.show("postgres", BAD, GOOD);

    awaitState(shop, VassalState.RUNNING, 1);
    assertThat(shop.status().reason()).isEmpty();
    assertThat(hand.journal()).containsExactly("start 1", "health");
  }

  @Test
  void everythingItDependsOnHasToBePassingAtTheSameTime() throws Exception {
    rig.config("shop", "depends-on: [postgres, rabbitmq]");
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.WAITING, 1);
    String unknown = " (Consul has not answered yet)";
    awaitReason(shop, "waits for postgres" + unknown + ", rabbitmq" + unknown);

    watches.show("rabbitmq", GOOD).show("postgres");
    awaitReason(shop, "waits for postgres (no instance)");
    watches.show("rabbitmq", BAD).show("postgres", GOOD);
    awaitReason(shop, "waits for rabbitmq (1 instance, none passing)");
    assertThat(hand.journal()).isEmpty();
    watches.show("rabbitmq", GOOD);

    awaitState(shop, VassalState.RUNNING, 1);
  }

  @Test
  void nobodyWatchesForAVassalThatRunsAndWhatGoesAwayChangesNothing() throws Exception {
    running();

    watches.show("postgres");

    assertThat(watches.open()).isZero();
    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(hand.journal()).containsExactly("start 1", "health", "stop");
  }

  @Test
  void aReloadBesideAServingGenerationWaitsForNothing() throws Exception {
    running();
    watches.show("postgres");

    shop.load(rig.config("shop", "depends-on: [postgres, rabbitmq]"));

    awaitState(shop, VassalState.RUNNING, 2);
  }

  @Test
  void aVassalThatWasOutOfServiceWaitsAgain() throws Exception {
    running();
    watches.show("postgres");
    Files.delete(rig.source("shop").file());
    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.CURSED, 1);

    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.WAITING, 3);
    watches.show("postgres", GOOD);
    awaitState(shop, VassalState.RUNNING, 3);
  }

  @Test
  void aChangeOfTheFilesReplacesWhatWaits() throws Exception {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.WAITING, 1);

    shop.load(rig.config("shop", "depends-on: rabbitmq"));

    awaitState(shop, VassalState.WAITING, 2);
    awaitReason(shop, "waits for rabbitmq");
    Await.until("the first copy is gone", () -> rig.copies().size() == 1);
    assertThat(rig.copies()).containsExactly("shop-2.jar");
    assertThat(watches.open()).isEqualTo(1);
    watches.show("postgres", GOOD).show("rabbitmq", GOOD);
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(hand.journal()).containsExactly("start 2", "health");
  }

  @Test
  void aConfigurationThatTurnsWrongWhileItWaitsCursesIt() throws Exception {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.WAITING, 1);

    shop.load(rig.config("shop", "depends-on: shop"));

    awaitState(shop, VassalState.CURSED, 2);
    awaitReason(shop, "it would wait for itself for ever");
    assertThat(watches.open()).isZero();
  }

  @Test
  void itEndsAtOnceWhileItWaits() throws Exception {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.WAITING, 1);

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();

    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    assertThat(watches.open()).isZero();
    assertThat(rig.copies()).isEmpty();
    watches.show("postgres", GOOD);
    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(hand.journal()).isEmpty();
  }

  @Test
  void waitingBetweenTwoFailedStartsIsNoFailure() throws Exception {
    watches.show("postgres", GOOD);
    hand.onStart(
        context -> {
          watches.show("postgres");
          throw new IllegalStateException("no database");
        });

    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.WAITING, 2);
    awaitReason(shop, "waits for postgres (no instance)");
    for (int i = 0; i < 5; i++) {
      watches.show("postgres", BAD).show("postgres");
    }
    assertThat(Collections.frequency(hand.journal(), "start 1")).isEqualTo(1);
    hand.onStart(
        context -> {
          throw new IllegalStateException("no table");
        });
    watches.show("postgres", GOOD);

    awaitReason(shop, "no table; next attempt in 200ms");
  }

  private void running() throws Exception {
    watches.show("postgres", GOOD);
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
  }
}
