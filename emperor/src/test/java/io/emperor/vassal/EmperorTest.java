package io.emperor.vassal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmperorTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);

  @TempDir Path vassals;
  @TempDir Path data;

  private final Hand hand = new Hand();
  private Emperor emperor;

  @BeforeEach
  void start() throws Exception {
    begin();
  }

  private void begin() throws Exception {
    emperor =
        new Emperor(
            new EmperorSettings(
                "test",
                List.of(vassals.toString()),
                Map.of("drain", "0"),
                SupervisorRig.NOWHERE,
                null,
                null,
                Duration.ofMillis(100),
                new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(10)),
                data),
            new SimpleMeterRegistry(),
            new LastLines(LogFormat.TEXT));
    emperor.start();
  }

  @AfterEach
  void close() {
    hand.close();
  }

  @Test
  void filesThatComeBackWhileItEndsMakeANewVassalAfterwards() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    hand.onStop(
        () -> {
          Hand.stubbornly(release);
          hand.journal().add("stopped");
          return "";
        });
    Path jar = APP.writtenTo(vassals.resolve("shop.jar"));
    hand.awaits("start 1");
    Files.delete(jar);
    hand.awaits("stop");
    Path unused = APP.writtenTo(jar);
    APP.writtenTo(vassals.resolve("other.jar"));
    Await.until("both were seen", () -> Collections.frequency(hand.journal(), "start 1") == 2);

    release.countDown();

    Await.until("it is back", () -> Collections.frequency(hand.journal(), "start 1") == 3);
    assertThat(hand.journal().lastIndexOf("start 1"))
        .isGreaterThan(hand.journal().indexOf("stopped"));
    emperor.stop();
  }

  @Test
  void whatAnOperatorHasStoppedStaysSoForTheNextEmperorUntilItIsStarted() throws Exception {
    Path jar = APP.writtenTo(vassals.resolve("shop.jar"));
    hand.awaits("start 1");
    Await.until("it runs", () -> is("shop", VassalState.RUNNING));
    await(emperor.vassals().stop("shop"));
    emperor.stop();
    hand.journal().clear();

    begin();
    Await.until("it is stopped", () -> is("shop", VassalState.STOPPED));
    assertThat(emperor.vassals().find("shop").orElseThrow().status().reason())
        .isEqualTo("stopped by an operator: it stays so until it is started");
    Path unused = APP.writtenTo(jar);
    assertThat(hand.journal()).isEmpty();
    await(emperor.vassals().start("shop"));
    Await.until("it runs", () -> is("shop", VassalState.RUNNING));
    emperor.stop();

    begin();
    Await.until("it runs by itself", () -> is("shop", VassalState.RUNNING));
    emperor.stop();
  }

  @Test
  void aStopIsForgottenWhenTheFilesGo() throws Exception {
    Path jar = APP.writtenTo(vassals.resolve("shop.jar"));
    Await.until("it runs", () -> is("shop", VassalState.RUNNING));
    await(emperor.vassals().stop("shop"));
    Await.until("it is stopped", () -> is("shop", VassalState.STOPPED));
    Files.delete(jar);
    Await.until("it is gone", () -> emperor.vassals().all().isEmpty());

    Path unused = APP.writtenTo(jar);

    Await.until("it runs", () -> is("shop", VassalState.RUNNING));
    emperor.stop();
  }

  private boolean is(String name, VassalState state) {
    return emperor.vassals().find(name).filter(one -> one.status().state() == state).isPresent();
  }

  private static VassalStatus await(CompletionStage<VassalStatus> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void stopsEveryVassalAndTellsThatConsulDoesNotAnswer() throws Exception {
    APP.writtenTo(vassals.resolve("one.jar"));
    APP.writtenTo(vassals.resolve("two.jar"));
    Await.until("both run", () -> Collections.frequency(hand.journal(), "health") == 2);

    assertThat(emperor.stop()).isFalse();

    assertThat(Collections.frequency(hand.journal(), "stop")).isEqualTo(2);
    assertThat(data.resolve("test/copies")).isDirectoryNotContaining("glob:**/run-*");
  }

  @Test
  void anEmperorWithoutVassalsStopsClean() {
    assertThat(emperor.stop()).isTrue();
  }
}
