package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static io.emperor.vassal.SupervisorRig.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Apps of which nothing runs until somebody connects. */
@Timeout(60)
class OnDemandTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);
  private static final String LONG_IDLE = "on-demand: true\nidle-timeout: 1h\n";
  private static final String SOON_IDLE = "on-demand: true\nidle-timeout: 50ms\n";

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private final HttpClient http = HttpClient.newHttpClient();
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    rig =
        new SupervisorRig(directory, new RestartPolicy(Duration.ofSeconds(2), Duration.ofHours(1)));
    shop = rig.supervisor("shop");
    hand.onStart(GenerationServlet.served());
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  private int resting(String config) throws Exception {
    rig.config("shop", config);
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RESTING, 1);
    return port();
  }

  private int port() {
    return shop.status().service().port();
  }

  private CompletableFuture<HttpResponse<String>> ask(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return http.sendAsync(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<String> calls() {
    return hand.journal().stream().filter(call -> !call.equals("health")).toList();
  }

  @Test
  void nothingOfItRunsBeforeTheFirstRequestWhichIsAnswered() throws Exception {
    int port = resting(LONG_IDLE);

    assertThat(calls()).isEmpty();
    assertThat(shop.status().health()).isEqualTo(Health.passing());
    assertThat(shop.status().service().pid()).isZero();

    assertThat(get(port)).isEqualTo("generation 2");
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(port()).isEqualTo(port);
    assertThat(calls()).containsExactly("start 2");
  }

  @Test
  void manyAtOnceAreAllAnsweredByOneStart() throws Exception {
    int port = resting(LONG_IDLE);
    CountDownLatch open = new CountDownLatch(1);
    hand.onStart(
        context -> {
          open.await();
          GenerationServlet.served().with(context);
        });
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      asked.add(ask(port));
    }
    hand.awaits("start 2");
    open.countDown();

    for (CompletableFuture<HttpResponse<String>> answer : asked) {
      assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("generation 2");
    }
    assertThat(calls()).containsExactly("start 2");
  }

  @Test
  void itRestsAgainWhenNobodyAsksAndIsStartedAgain() throws Exception {
    int port = resting(SOON_IDLE);

    assertThat(get(port)).isEqualTo("generation 2");
    awaitState(shop, VassalState.RESTING, 3);
    hand.awaits("stop");
    assertThat(port()).isEqualTo(port);
    Await.until("one private copy", () -> rig.copies().size() == 1);

    assertThat(get(port)).isEqualTo("generation 4");
    awaitState(shop, VassalState.RESTING, 5);
  }

  @Test
  void aRequestUnderWayKeepsItFromRest() throws Exception {
    int port = resting(SOON_IDLE);
    CountDownLatch open = new CountDownLatch(1);
    hand.onStart(GenerationServlet.waiting(open));
    CompletableFuture<HttpResponse<String>> answer = ask(port);
    awaitState(shop, VassalState.RUNNING, 2);

    Await.holdsFor(
        Duration.ofMillis(300),
        "running",
        () -> shop.status().state() == VassalState.RUNNING && !shop.status().trying());
    open.countDown();
    assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("generation 2");
    awaitState(shop, VassalState.RESTING, 3);
  }

  @Test
  void whoeverConnectsAndSaysNothingStartsNothing() throws Exception {
    int port = resting(LONG_IDLE);
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(silent.isConnected()).isTrue();
      assertThat(get(port)).isEqualTo("generation 2");
    }
    assertThat(calls()).containsExactly("start 2");
  }

  @Test
  void whenItsStartFailsWhoWaitsIsToldAndItIsTriedAgain() throws Exception {
    int port = resting(LONG_IDLE);
    hand.onStart(
        context -> {
          throw new IllegalStateException("no database");
        });

    HttpResponse<String> answer = ask(port).get(30, TimeUnit.SECONDS);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    awaitReason(shop, "no database; next attempt in 2s");
    assertThat(shop.status().state()).isEqualTo(VassalState.BACKING_OFF);
    assertThat(shop.status().health().status()).isEqualTo(Health.Status.CRITICAL);
    assertThat(shop.status().registration()).isNotNull();
    assertThat(ask(port).get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);

    hand.onStart(GenerationServlet.served());
    awaitState(shop, VassalState.RUNNING, 3);
    assertThat(get(port)).isEqualTo("generation 3");
  }

  @Test
  void whatCanNeverBeStartedIsCursedAndGoesAway() throws Exception {
    rig.config("shop", LONG_IDLE);
    shop.load(rig.jar("shop", AppJar.empty().naming("shop.Nobody")));
    awaitState(shop, VassalState.RESTING, 1);
    int port = port();

    assertThat(ask(port).get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);

    Await.until("cursed", () -> shop.status().state() == VassalState.CURSED);
    assertThat(shop.status().registration()).isNull();
  }

  @Test
  void aTouchLeavesItAtRestAndTheNextRequestFindsTheNewFiles() throws Exception {
    int port = resting(LONG_IDLE);
    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.RESTING, 2);

    assertThat(calls()).isEmpty();
    assertThat(get(port)).isEqualTo("generation 3");
    assertThat(port()).isEqualTo(port);
  }

  @Test
  void aReloadOfWhatRunsLoadsItBesideWhatRuns() throws Exception {
    int port = resting(LONG_IDLE);
    assertThat(get(port)).isEqualTo("generation 2");
    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.RUNNING, 3);

    assertThat(get(port)).isEqualTo("generation 3");
  }

  @Test
  void whatOnlyOneCanHaveIsGivenBackBeforeItIsStartedAgain() throws Exception {
    int port = resting(SOON_IDLE + "reload: stop-first\n");
    CountDownLatch stopped = new CountDownLatch(1);
    hand.onStop(
        () -> {
          stopped.await();
          return "";
        });
    assertThat(get(port)).isEqualTo("generation 2");
    hand.awaits("stop");

    CompletableFuture<HttpResponse<String>> next = ask(port);
    awaitReason(shop, "waits for the generation before to end");
    assertThat(calls()).containsExactly("start 2", "stop");
    stopped.countDown();

    assertThat(next.get(30, TimeUnit.SECONDS).body()).isEqualTo("generation 4");
    assertThat(calls()).startsWith("start 2", "stop", "start 4");
  }

  @Test
  void whoAsksWaitsForWhatItDependsOn() throws Exception {
    rig.watches().show("db");
    int port = resting(LONG_IDLE + "depends-on: [db]\n");
    CompletableFuture<HttpResponse<String>> answer = ask(port);
    awaitReason(shop, "waits for db");
    assertThat(shop.status().state()).isEqualTo(VassalState.RESTING);
    assertThat(shop.status().trying()).isTrue();

    rig.watches().show("db", Health.passing());

    assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("generation 2");
  }

  @Test
  void whoAsksDoesNotWaitForEverForWhatItDependsOn() throws Exception {
    rig.watches().show("db");
    int port = resting(LONG_IDLE + "depends-on: [db]\nstart-timeout: 200ms\n");
    assertThat(ask(port).get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);

    rig.watches().show("db", Health.passing());

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(get(port)).isEqualTo("generation 2");
  }

  @Test
  void aPortThatWasGivenToAProgramInVainIsOpenedAnew() throws Exception {
    String fixed =
        "command: [sh, -c, 'exec python3 -m http.server --bind 127.0.0.1 $PORT']\n"
            + "consul-service-port: "
            + FreePort.find()
            + "\n";
    shop.load(rig.program("shop", LONG_IDLE + fixed));
    awaitState(shop, VassalState.RESTING, 1);
    shop.load(rig.program("shop", fixed.replace("exec python3", "false ")));
    awaitReason(shop, "before it was ready");

    shop.load(rig.program("shop", LONG_IDLE + fixed));

    Await.until("resting", () -> shop.status().state() == VassalState.RESTING);
    assertThat(get(port())).contains("shop.yaml");
  }

  @Test
  void itIsStoppedAndStartedWhileItRests() throws Exception {
    resting(LONG_IDLE);
    shop.halt().get(10, TimeUnit.SECONDS);
    Await.until("stopped", () -> shop.status().state() == VassalState.STOPPED);
    assertThat(shop.status().registration()).isNull();

    shop.resume().get(10, TimeUnit.SECONDS);
    Await.until("resting", () -> shop.status().state() == VassalState.RESTING);
    assertThat(calls()).isEmpty();
    assertThat(get(port())).isEqualTo("generation " + shop.status().attempt());
  }

  @Test
  void whoWaitsWhenItGoesForGoodIsToldSo() throws Exception {
    int port = resting(LONG_IDLE);
    CountDownLatch never = new CountDownLatch(1);
    hand.onStart(context -> never.await());
    CompletableFuture<HttpResponse<String>> answer = ask(port);
    hand.awaits("start 2");

    CompletableFuture<Boolean> end = shop.end();

    assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    assertThat(end.get(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aProgramIsStartedByTheFirstConnectionAndEndsAfterTheLast() throws Exception {
    shop.load(
        rig.program(
            "shop",
            SOON_IDLE
                + "command: [sh, -c, 'exec python3 -m http.server --bind 127.0.0.1 $PORT']\n"));
    awaitState(shop, VassalState.RESTING, 1);
    int port = port();
    assertThat(shop.status().service().pid()).isZero();

    assertThat(get(port)).contains("shop.yaml");
    assertThat(port()).isEqualTo(port);
    Await.until(
        "resting again",
        () -> shop.status().state() == VassalState.RESTING && shop.status().service().pid() == 0);
    assertThat(get(port)).contains("shop.yaml");
  }

  @Test
  void aProgramThatDoesNotOpenItsPortIsToldToWhoWaits() throws Exception {
    shop.load(rig.program("shop", LONG_IDLE + "start-timeout: 300ms\ncommand: [sleep, \"600\"]\n"));
    awaitState(shop, VassalState.RESTING, 1);

    assertThat(ask(port()).get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    awaitReason(shop, "has not answered within 300 ms");
  }

  @Test
  void anAppInAJvmOfItsOwnIsReachedByTheRelay() throws Exception {
    rig.config("shop", LONG_IDLE + "isolation: process\n");
    shop.load(rig.jar("shop", AppJar.providing(io.emperor.runtime.apps.Serving.class)));
    awaitState(shop, VassalState.RESTING, 1);
    int port = port();

    assertThat(get(port)).isEqualTo("hello");
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(port()).isEqualTo(port);
    assertThat(shop.status().service().pid()).isNotZero();
  }

  @Test
  void rawBytesAreAnsweredByAProgramThatRested() throws Exception {
    shop.load(
        rig.program(
            "shop",
            LONG_IDLE
                + """
                command:
                - python3
                - -c
                - |
                  import os, socketserver
                  class Upper(socketserver.BaseRequestHandler):
                    def handle(self):
                      self.request.sendall(self.request.recv(99).upper())
                  socketserver.TCPServer(("127.0.0.1", int(os.environ["PORT"])), Upper).serve_forever()
                """));
    awaitState(shop, VassalState.RESTING, 1);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
      client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("HELLO");
    }
  }
}
