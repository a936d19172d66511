package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.config.DurationFormat;
import io.emperor.consul.Await;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.provisioning.InputsReader;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.RestartPolicy;
import io.emperor.vassal.SupervisorRig;
import io.emperor.vassal.status.VassalDetail;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private Optional<MembershipPlan> membership = Optional.empty();
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
                FleetSettings.plain(),
                false,
                membership,
                data,
                false),
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
  void noVassalWritesWhatIsWrittenForOthers() throws Exception {
    emperor.stop();
    Path conf = Files.createDirectory(data.resolve("conf"));
    String files = "files: {directory: '%s', formats: [json], subscribe: [shop]}\n".formatted(conf);
    Path file = Files.writeString(data.resolve("membership.yaml"), files);
    membership = Optional.of(new InputsReader(DurationFormat::parse, "").readMembership(file));
    begin();

    Files.writeString(vassals.resolve("shop.yaml"), "command: sleep 60\n" + files);

    Await.until(
        "it is refused",
        () ->
            emperor.vassals().find("shop").stream()
                .anyMatch(
                    vassal ->
                        vassal
                            .status()
                            .reason()
                            .contains("services.json: is written by the membership file already")));
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
  void whatAJarNamesBesideItRunsWithItAndItsChangeIsAChangeOfTheApp() throws Exception {
    Path said = data.resolve("test/data/shop/said");
    Path libraries = Files.createDirectory(vassals.resolve("lib"));
    Path unused = saying().writtenTo(vassals.resolve("shop.jar"));
    Await.until(
        "it is cursed",
        () -> emperor.vassals().find("shop").filter(EmperorTest::lacksWords).isPresent());

    Path library = words("one").writtenTo(libraries.resolve("words.jar"));
    Await.until("it runs", () -> Files.exists(said) && Files.readString(said).equals("one"));
    unused = words("two").writtenTo(library);
    Await.until("it is reloaded", () -> Files.readString(said).equals("two"));

    assertThat(data.resolve("test/copies"))
        .isDirectoryRecursivelyContaining("glob:**/shop-*/lib/words.jar");
    emperor.stop();
  }

  @Test
  void soItIsWithAProgram() throws Exception {
    String main =
        """
        package shop;
        public class Main {
          public static void main(String[] args) throws Exception {
            System.out.println(lib.Words.text());
            Thread.currentThread().join();
          }
        }
        """;
    Files.writeString(vassals.resolve("thin.yaml"), "check-tcp: none");
    Path libraries = Files.createDirectory(vassals.resolve("lib"));
    Path unused =
        AppJar.empty()
            .withSources(Map.of("shop.Main", main, "lib.Words", wordsSource("")))
            .without("lib.Words")
            .withClassPath(List.of("lib/words.jar"), "shop.Main")
            .writtenTo(vassals.resolve("thin.jar"));
    Await.until(
        "it is cursed",
        () -> emperor.vassals().find("thin").filter(EmperorTest::lacksWords).isPresent());

    unused = words("one").writtenTo(libraries.resolve("words.jar"));

    Await.until(
        "it runs",
        () -> emperor.vassals().find("thin").orElseThrow().status().state() == VassalState.RUNNING);
    emperor.stop();
  }

  private static boolean lacksWords(VassalDetail shop) {
    return shop.status().state() == VassalState.CURSED
        && shop.status()
            .reason()
            .endsWith("its Class-Path names lib/words.jar, which is not there: put it there");
  }

  private static AppJar saying() {
    String shop =
        """
        package shop;
        public class Saying implements io.emperor.api.Vassal {
          public void start(io.emperor.api.VassalContext context) throws Exception {
            java.nio.file.Files.writeString(context.dataDirectory().resolve("said"), lib.Words.text());
          }
        }
        """;
    return AppJar.empty()
        .withSources(Map.of("shop.Saying", shop, "lib.Words", wordsSource("")))
        .without("lib.Words")
        .naming("shop.Saying")
        .withClassPath(List.of("lib/words.jar"));
  }

  private static AppJar words(String text) {
    return AppJar.empty().withSource("lib.Words", wordsSource(text));
  }

  private static String wordsSource(String text) {
    return "package lib; public class Words { public static String text() { return \"%s\"; } }"
        .formatted(text);
  }

  @Test
  void anEmperorWithoutVassalsStopsClean() {
    assertThat(emperor.stop()).isTrue();
  }
}
