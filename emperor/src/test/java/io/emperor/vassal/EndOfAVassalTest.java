package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static io.emperor.vassal.SupervisorRig.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EndOfAVassalTest {

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
  void whatIsBeingUnpackedIsGivenUp() throws Exception {
    Path war = directory.resolve("shop.war");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry("zeros"));
      for (int megabyte = 0; megabyte < 768; megabyte++) {
        zip.write(new byte[1 << 20]);
      }
    }
    shop.load(new VassalSource("shop", List.of(war), List.of(), directory));
    Await.until("it is being unpacked", () -> rig.copies("zeros") == 1);

    shop.end().get(20, TimeUnit.SECONDS);

    assertThat(shop.detail().configuration()).as("it was never loaded").isEmpty();
    assertThat(rig.copies("zeros")).isZero();
  }

  @Test
  void nothingOfItIsLeftAndConsulsSilenceIsTold() throws Exception {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    int port = shop.status().port();

    CompletableFuture<Boolean> end = shop.end();

    assertThat(end.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    assertThat(hand.journal()).containsExactly("start 1", "health", "stop");
    assertThat(rig.copies()).isEmpty();
    assertThatThrownBy(() -> get(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void endsOnceHoweverOftenItIsTold() throws Exception {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);

    CompletableFuture<Boolean> first = shop.end();
    CompletableFuture<Boolean> second = shop.end();

    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(second.get(20, TimeUnit.SECONDS));
    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(hand.journal()).containsOnlyOnce("stop");
  }

  @Test
  void aVassalThatNeverRanEndsAtOnceAndClean() throws Exception {
    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();

    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
  }

  @Test
  void anEndDuringTheStartInterruptsIt() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    hand.onStart(
        context -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    shop.load(rig.jar("shop", APP));
    hand.awaits("start 1");

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    assertThat(rig.copies()).isEmpty();
    Await.until("no alarm is left", () -> rig.alarms() == 0);
  }

  @Test
  void anEndDuringAReloadEndsBothGenerations() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    hand.onStart(
        context -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    shop.load(rig.source("shop"));
    hand.awaits("start 2");

    shop.end().get(20, TimeUnit.SECONDS);

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(hand.journal()).contains("stop");
    assertThat(rig.copies()).isEmpty();
  }

  @Test
  void anEndWhileItWaitsForTheNextAttemptCancelsThat() throws Exception {
    hand.onStart(
        context -> {
          throw new IllegalStateException("no database");
        });
    shop.load(rig.jar("shop", APP));
    awaitReason(shop, "no database; next attempt in 1h");
    assertThat(shop.status().state()).isEqualTo(VassalState.BACKING_OFF);
    Await.until("the next attempt alone is planned", () -> rig.alarms() == 1);

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();

    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    Await.until("no alarm is left", () -> rig.alarms() == 0);
  }

  @Test
  void aChangeWhileItWaitsForTheNextAttemptIsTheNextAttempt() throws Exception {
    hand.onStart(
        context -> {
          throw new IllegalStateException("no database");
        });
    shop.load(rig.jar("shop", APP));
    awaitReason(shop, "next attempt in 1h");
    hand.onStart(GenerationServlet.served());

    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 2);
  }

  @Test
  void filesThatComeBackDoNotBringAnEndedOneBack() throws Exception {
    shop.end().get(20, TimeUnit.SECONDS);

    shop.load(rig.jar("shop", APP));

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(shop.status().state()).isEqualTo(VassalState.STOPPED);
    assertThat(hand.journal()).isEmpty();
  }
}
