package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static io.emperor.vassal.SupervisorRig.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Health;
import io.emperor.api.VassalContext;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Listening;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisorTest {

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

  @Test
  void waitsUntilItIsToldToLoad() {
    assertThat(shop.status().state()).isEqualTo(VassalState.WAITING);
    assertThat(shop.status().generation()).isZero();
  }

  @Test
  void whatAStartWaitsForIsItsReason() throws Exception {
    shop.load(rig.program("shop", "command: [sleep, '600']\nconsul-service-port: 20123\n"));

    awaitReason(shop, "waits for port 20123");
    assertThat(shop.status().state()).isEqualTo(VassalState.STARTING);
    assertThat(shop.detail().past()).last().extracting("words").isEqualTo("waits for port 20123");
  }

  @Test
  void aProgramKeepsItsPortOverACrash() throws Exception {
    String command =
        "command: [sh, -c, 'exec %s -cp %s %s 127.0.0.1 $PORT 60000']\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Listening.class.getName());
    shop.load(rig.program("shop", command));
    awaitState(shop, VassalState.RUNNING, 1);
    int port = shop.status().port();

    ProcessHandle.of(shop.status().service().pid()).orElseThrow().destroyForcibly();

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.status().port()).isEqualTo(port);
  }

  @Test
  void aPortThatIsNotKnownYetCantStandInTheEnvironment() throws Exception {
    shop.load(rig.program("shop", "command: 'true'\ncheck-tcp: none\nenv: {A: '${PORT}'}\n"));

    awaitReason(shop, "env: ${PORT} is not known before shop has started: set consul-service-port");
    assertThat(shop.status().state()).isEqualTo(VassalState.CURSED);
  }

  @Test
  void aNameThatNoShellPassesOnIsRefusedForAJvm() throws Exception {
    VassalSource unused = rig.jar("shop", APP);

    shop.load(rig.config("shop", "isolation: process\nenv: {discovery.type: x}\n"));

    awaitReason(
        shop, "env.discovery.type: no shell passes such a name on to a JVM: use -Ddiscovery");
    assertThat(shop.status().state()).isEqualTo(VassalState.CURSED);
  }

  @Test
  void loadsAndServes() throws Exception {
    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.RUNNING, 1);
    assertThat(get(shop.status().port())).isEqualTo("generation 1");
    assertThat(shop.status().reason()).isEmpty();
    assertThat(shop.status().health().isPassing()).isTrue();
  }

  @Test
  void anAppWithoutServletsHasNoPort() {
    hand.onStart(context -> {});

    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.RUNNING, 1);
    assertThat(shop.status().port()).isZero();
  }

  @Test
  void handsTheConfiguredSettingsToTheAppAndNobodyCanChangeThem() throws Exception {
    CompletableFuture<VassalContext> seen = new CompletableFuture<>();
    hand.onStart(seen::complete);
    rig.config("shop", "settings: {greeting: hello}");

    shop.load(rig.jar("shop", APP));

    Map<String, String> settings = seen.get(20, TimeUnit.SECONDS).settings();
    assertThat(settings).isEqualTo(Map.of("greeting", "hello"));
    assertThatThrownBy(() -> settings.put("greeting", "goodbye"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(seen.get().dataDirectory()).isEqualTo(rig.data("shop"));
  }

  @Test
  void anAppWhoseHealthDoesNotReturnIsCriticalAndThenStartedAgain() throws Exception {
    AtomicBoolean hangs = new AtomicBoolean();
    hand.onHealth(
        () -> {
          if (hangs.get()) {
            new CountDownLatch(1).await();
          }
          return Health.passing();
        });
    rig.config("shop", "{consul-check-ttl: 1s, start-timeout: 1s, stop-timeout: 200ms}");
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    int port = shop.status().port();

    hangs.set(true);

    Await.until("it is critical", () -> !shop.status().health().isPassing());
    hand.awaits("start 2");
    hangs.set(false);
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(get(port)).isEqualTo("generation 2");
    Await.until("it is passing", () -> shop.status().health().isPassing());
  }

  @Test
  void anAppThatAnswersThatItIsCriticalIsLeftAlone() throws Exception {
    rig.config("shop", "{consul-check-ttl: 1s, start-timeout: 300ms}");
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);

    hand.onHealth(() -> Health.critical("no database"));

    Await.until("it is critical", () -> !shop.status().health().isPassing());
    Await.holdsFor(
        Duration.ofSeconds(1), "it runs", () -> shop.status().state() == VassalState.RUNNING);
    assertThat(shop.status().generation()).isEqualTo(1);
  }

  @Test
  void aReloadServesTheNextGenerationOnTheSamePort() throws Exception {
    int port = running();

    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.status().port()).isEqualTo(port);
    assertThat(get(port)).isEqualTo("generation 2");
    hand.awaits("stop");
    Await.until("the old copy is gone", () -> rig.copies().size() == 1);
    assertThat(rig.copies()).containsExactly("shop-2.jar");
    assertThat(hand.journal().indexOf("stop")).isGreaterThan(hand.journal().indexOf("start 2"));
  }

  @Test
  void aReloadThatFailsLeavesTheGenerationServingUntilOneSucceeds() throws Exception {
    int port = running();
    hand.onStart(
        context -> {
          throw new IllegalStateException("no database");
        });

    shop.load(rig.source("shop"));
    awaitReason(shop, "java.lang.IllegalStateException: no database");
    assertThat(get(port)).isEqualTo("generation 1");
    shop.load(rig.noJar("shop"));
    awaitReason(shop, "can't be read as a jar");
    assertThat(shop.status().state()).isEqualTo(VassalState.RUNNING);
    assertThat(shop.status().generation()).isEqualTo(1);
    assertThat(get(port)).isEqualTo("generation 1");

    hand.onStart(GenerationServlet.served());
    shop.load(rig.jar("shop", APP));
    Await.until("a new generation serves", () -> shop.status().generation() > 1);
    assertThat(get(port)).isEqualTo("generation " + shop.status().generation());
    assertThat(shop.status().reason()).isEmpty();
  }

  @Test
  void aReloadThatFailedIsTriedAgainByItself() throws Exception {
    int port = running();
    hand.onStart(
        context -> {
          hand.onStart(GenerationServlet.served());
          throw new IllegalStateException("no database yet");
        });

    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 3);
    assertThat(get(port)).isEqualTo("generation 3");
  }

  @Test
  void aGenerationThatSaysItDoesNotWorkDoesNotTakeOver() throws Exception {
    int port = running();
    hand.onHealth(() -> Health.critical("no database"));

    shop.load(rig.source("shop"));

    awaitReason(shop, "it started, but its health() is critical: no database");
    hand.awaits("stop");
    assertThat(get(port)).isEqualTo("generation 1");
  }

  @Test
  void theFirstGenerationServesEvenIfItSaysItDoesNotWork() throws Exception {
    hand.onHealth(() -> Health.critical("no database"));

    int port = running();

    assertThat(get(port)).isEqualTo("generation 1");
    assertThat(shop.status().health()).isEqualTo(Health.critical("no database"));
  }

  @Test
  void aConfigurationThatIsWrongLeavesTheGenerationServing() throws Exception {
    int port = running();

    shop.load(rig.config("shop", "drian: 5s"));

    awaitReason(shop, "did you mean drain?");
    assertThat(get(port)).isEqualTo("generation 1");
  }

  @Test
  void aChangeWhileItStartsAbandonsThatStart() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    hand.onStart(
        context -> {
          if (context.generation() == 1) {
            hang(interrupted);
          }
          GenerationServlet.served().with(context);
        });
    shop.load(rig.jar("shop", APP));
    hand.awaits("start 1");
    assertThat(shop.status().state()).isEqualTo(VassalState.STARTING);

    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(get(shop.status().port())).isEqualTo("generation 2");
    Await.until("its copy is gone", () -> rig.copies().size() == 1);
    assertThat(rig.copies()).containsExactly("shop-2.jar");
  }

  @Test
  void aStartThatEndsAfterItWasAbandonedTakesNothingOver() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    hand.onStart(
        context -> {
          if (context.generation() == 1) {
            Hand.stubbornly(release);
          }
          GenerationServlet.served().with(context);
        });
    shop.load(rig.jar("shop", APP));
    hand.awaits("start 1");
    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.RUNNING, 2);

    release.countDown();
    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 3);
    assertThat(get(shop.status().port())).isEqualTo("generation 3");
  }

  @Test
  void anotherPortInTheConfigurationMovesIt() throws Exception {
    int before = running();
    int after = FreePort.find();

    shop.load(rig.config("shop", "consul-service-port: " + after));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.status().port()).isEqualTo(after);
    assertThat(get(after)).isEqualTo("generation 2");
    awaitClosed(before);
  }

  @Test
  void aPortThatIsTakenLeavesItWhereItWas() throws Exception {
    int port = running();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      shop.load(rig.config("shop", "consul-service-port: " + taken.getLocalPort()));

      awaitReason(shop, "port " + taken.getLocalPort() + " can't be opened");
      assertThat(get(port)).isEqualTo("generation 1");
    }
  }

  @Test
  void aGenerationWithoutServletsClosesThePort() throws Exception {
    int port = running();
    hand.onStart(context -> {});

    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.status().port()).isZero();
    awaitClosed(port);
  }

  @Test
  void aStartThatFailsIsTriedAgainUntilItSucceeds() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(1);
    hand.onStart(
        context -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("no database");
          }
          Hand.stubbornly(third);
          GenerationServlet.served().with(context);
        });

    shop.load(rig.jar("shop", APP));
    hand.awaits("start 3");
    third.countDown();

    awaitState(shop, VassalState.RUNNING, 3);
    assertThat(get(shop.status().port())).isEqualTo("generation 3");
    assertThat(hand.journal())
        .containsSubsequence("start 1", "stop", "start 2", "stop", "start 3", "health");
    assertThat(rig.copies()).containsExactly("shop-3.jar");
  }

  @Test
  void whenItIsTriedAgainIsInTheStatus() throws Exception {
    Duration hour = Duration.ofHours(1);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    try (SupervisorRig patient = new SupervisorRig(elsewhere, new RestartPolicy(hour, hour))) {
      Supervisor late = patient.supervisor("late");
      hand.onStart(
          context -> {
            throw new IllegalStateException("no database");
          });
      Instant before = Instant.now();

      late.load(patient.jar("late", APP));

      Await.until("it is planned", () -> late.status().nextAttempt() != null);
      assertThat(late.status().nextAttempt())
          .isBetween(before.plus(Duration.ofMinutes(54)), Instant.now().plus(hour));
      hand.onStart(GenerationServlet.served());
      CompletableFuture<Void> unused = late.reloaded();
      awaitState(late, VassalState.RUNNING, 2);
      assertThat(late.status().nextAttempt()).isNull();
    }
  }

  @Test
  void aFileThatCannotBeRunIsCursedUntilItChanges() throws Exception {
    shop.load(rig.noJar("shop"));
    awaitState(shop, VassalState.CURSED, 1);
    assertThat(shop.status().reason()).contains("shop.jar", "copy it again");
    Await.until("no alarm is left", () -> rig.alarms() == 0);
    assertThat(rig.copies()).isEmpty();

    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(get(shop.status().port())).isEqualTo("generation 2");
  }

  @Test
  void aServiceIdThatAnotherVassalHasIsWaitedFor() throws Exception {
    rig.config("shop", "consul-service-id: the-one");
    running();
    Supervisor rival = rig.supervisor("rival");
    rig.config("rival", "consul-service-id: the-one");

    rival.load(rig.jar("rival", APP));

    awaitReason(rival, "service ID 'the-one' is already registered by vassal 'shop'");
    var unused = shop.end();
    Await.until("the rival has it", () -> rival.status().state() == VassalState.RUNNING);
  }

  @Test
  void tellsHowTheAppIsFromTimeToTime() throws Exception {
    rig.config("shop", "consul-check-ttl: 1s");
    running();

    hand.onHealth(() -> Health.warning("the disk is nearly full"));

    Await.until(
        "the warning is seen",
        () -> shop.status().health().equals(Health.warning("the disk is nearly full")));
    assertThat(shop.status().state()).isEqualTo(VassalState.RUNNING);
  }

  private int running() {
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    return shop.status().port();
  }

  private static void hang(CountDownLatch interrupted) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  private static void awaitClosed(int port) {
    Await.until(
        port + " is closed",
        () -> {
          assertThatThrownBy(() -> get(port)).isInstanceOf(ConnectException.class);
          return true;
        });
  }
}
