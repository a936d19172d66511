package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static io.emperor.vassal.SupervisorRig.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.HistoryEntry;
import io.emperor.vassal.status.ServiceIdentity;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator wants of a vassal, by its name. */
@Timeout(60)
class OperatorsWordTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    rig = new SupervisorRig(directory, new RestartPolicy(Duration.ofHours(1), Duration.ofHours(1)));
    shop = rig.supervisor("shop");
    hand.onStart(GenerationServlet.served());
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  @Test
  void aStoppedVassalEndsAndStaysSoWhateverHappensToItsFiles() throws Exception {
    running();
    int port = shop.status().port();

    assertThat(await(shop.halt()).state()).isEqualTo(VassalState.DRAINING);
    awaitState(shop, VassalState.STOPPED, 1);
    assertThat(shop.status().port()).isZero();
    assertThat(shop.status().health().isPassing()).isFalse();
    shop.load(rig.jar("shop", APP));

    assertThatThrownBy(() -> await(shop.reload()))
        .hasRootCauseInstanceOf(VassalRefusedException.class)
        .hasRootCauseMessage("shop is stopped: start it");
    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    assertThat(shop.status().reason()).contains("stopped by an operator");
    assertThat(hand.journal()).containsExactly("start 1", "health", "stop");
    assertThatThrownBy(() -> get(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aStartedVassalRunsAgainFromTheFilesThatAreThereNow() throws Exception {
    running();
    await(shop.halt());
    awaitState(shop, VassalState.STOPPED, 1);

    VassalStatus begun = await(shop.resume());
    awaitState(shop, VassalState.RUNNING, begun.attempt());

    assertThat(get(shop.status().port())).isEqualTo("generation " + begun.attempt());
    assertThat(shop.status().reason()).isEmpty();
  }

  @Test
  void whatRunsStaysSoWhenItIsStartedAndWhatIsStoppedWhenItIsStopped() throws Exception {
    running();

    assertThat(await(shop.resume()).generation()).isEqualTo(1);
    assertThat(shop.status().state()).isEqualTo(VassalState.RUNNING);
    await(shop.halt());
    awaitState(shop, VassalState.STOPPED, 1);
    assertThat(await(shop.halt()).state()).isEqualTo(VassalState.STOPPED);
  }

  @Test
  void aStartThatHangsIsAbandonedByAStop() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    hand.onStart(
        context -> {
          begun.countDown();
          never.await();
        });
    shop.load(rig.jar("shop", APP));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    await(shop.halt());

    awaitState(shop, VassalState.STOPPED, 1);
  }

  @Test
  void aVassalThatBacksOffIsTriedAtOnceByAStart() throws Exception {
    hand.onStart(
        context -> {
          throw new IllegalStateException("not yet");
        });
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.BACKING_OFF, 1);
    hand.onStart(GenerationServlet.served());

    await(shop.resume());

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.status().restarts()).as("it was not by itself").isZero();
  }

  @Test
  void aVassalWhoseFilesGoWhileItIsStoppedIsGone() throws Exception {
    running();
    await(shop.halt());

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isNotNull();

    assertThatThrownBy(() -> await(shop.resume()))
        .hasRootCauseMessage("shop is going: its files are gone");
  }

  @Test
  void aVassalThatWaitsForTheOneBeforeItIsNotTriedEarlier() {
    Supervisor next = rig.supervisor("shop");

    assertThatThrownBy(() -> await(next.reload()))
        .hasRootCauseMessage("shop waits for the one before it to end: wait a moment");
    assertThatThrownBy(() -> await(next.resume()))
        .hasRootCauseMessage("shop waits for the one before it to end: wait a moment");
    assertThat(next.reloaded()).succeedsWithin(Duration.ofSeconds(20));
    assertThat(next.status().state()).isEqualTo(VassalState.WAITING);
  }

  @Test
  void aReloadSaysWhichGenerationItTriesAndHowItEnded() throws Exception {
    running();
    hand.onStart(
        context -> {
          throw new IllegalStateException("no database");
        });

    VassalStatus begun = await(shop.reload());
    awaitReason(shop, "no database");

    assertThat(begun.attempt()).isEqualTo(2);
    assertThat(begun.trying()).isTrue();
    assertThat(shop.status().trying()).isFalse();
    assertThat(shop.status().generation()).isEqualTo(1);
    assertThat(shop.detail().past())
        .extracting(HistoryEntry::words)
        .contains("loading generation 1", "loading generation 2")
        .last()
        .asString()
        .startsWith("generation 2 failed, generation 1 goes on serving: ");
  }

  @Test
  void theStatusSaysWhatItIsRegisteredAsAndWithWhichConfiguration() throws Exception {
    rig.config("shop", "consul-service-name: store\nsettings:\n  colour: blue\n");
    running();

    assertThat(shop.status().service())
        .isEqualTo(
            new ServiceIdentity(
                "store-test",
                "store",
                null,
                shop.status().port(),
                false,
                ProcessHandle.current().pid()));
    assertThat(shop.detail().configuration())
        .filteredOn(value -> value.key().equals("settings.colour"))
        .singleElement()
        .satisfies(
            value -> {
              assertThat(value.value()).isEqualTo("blue");
              assertThat(value.origin()).endsWith("shop.yaml:3");
            });
  }

  private void running() throws Exception {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
  }

  private static VassalStatus await(CompletableFuture<VassalStatus> asked) throws Exception {
    return asked.get(20, TimeUnit.SECONDS);
  }
}
