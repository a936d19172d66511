package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.Fault;
import io.emperor.runtime.AppJar;
import io.emperor.vassal.status.VassalDetail;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vassals that ask for more of themselves, over two emperors and a real Consul. */
@Tag("cluster")
@Timeout(120)
class ReinforcementTest {

  private static final Duration DELAY = Duration.ofSeconds(2);

  @TempDir Path directory;

  private FleetRig fleet;
  private Path pressure;

  @BeforeEach
  void start() throws IOException {
    fleet = FleetRig.overConsul(directory);
    fleet.add("a");
    fleet.add("b");
    pressure = directory.resolve("pressure");
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  /** A shell that asks, in each instance, as long as a file is there. */
  private void drop(String keys) throws IOException {
    Path script =
        Files.writeString(
            directory.resolve("run.sh"),
            """
            while :; do
              test -e "$1" && echo reinforce > "$EMPEROR_CONTROL"
              sleep 0.1
            done
            """);
    fleet.drop(
        "shop.yaml",
        "command: sh %s %s\ncheck-tcp: none\nstop-timeout: 2s\nreschedule-delay: 2s\n%s"
            .formatted(script, pressure, keys),
        "a",
        "b");
  }

  private int wanted() throws Exception {
    return fleet.vassal("shop").instances();
  }

  private Instant asked() throws Exception {
    return Instant.parse(Objects.requireNonNull(fleet.vassal("shop").reinforcement()).at());
  }

  @Test
  void thereIsOneMoreInEachDelayUpToTheUpperBound() throws Exception {
    drop("instances: 1-4\nidle-timeout: 10m\n");
    fleet.awaitPassing("shop", 1);
    Await.holdsFor(Duration.ofSeconds(1), "nobody asks", () -> wanted() == 1);

    Files.createFile(pressure);
    List<Instant> growths = new ArrayList<>();
    for (int number = 2; number <= 4; number++) {
      int next = number;
      Await.within(FleetRig.LIMIT, "one more than " + (next - 1), () -> wanted() != next - 1);
      growths.add(asked());
      assertThat(wanted()).isEqualTo(next);
    }
    fleet.awaitPassing("shop", 4);

    assertThat(Duration.between(growths.get(0), growths.get(1))).isGreaterThanOrEqualTo(DELAY);
    assertThat(Duration.between(growths.get(1), growths.get(2))).isGreaterThanOrEqualTo(DELAY);
    Await.holdsFor(DELAY.plusSeconds(1), "no more than the bound", () -> wanted() == 4);
    assertThat(fleet.passing("shop")).containsEntry("a", 2).containsEntry("b", 2);
  }

  @Test
  void theNewestGoFirstWhenNobodyAsksAnyMore() throws Exception {
    Files.createFile(pressure);
    drop("instances: 1-3\nidle-timeout: 3s\n");
    fleet.awaitPassing("shop", 3);
    Await.holdsFor(Duration.ofSeconds(4), "as long as somebody asks", () -> wanted() == 3);

    Files.delete(pressure);
    List<List<Integer>> slots = new ArrayList<>();
    Await.within(
        FleetRig.LIMIT,
        "one is left",
        () -> {
          List<Integer> now =
              fleet.vassal("shop").slots().stream().map(VassalInFleet.Slot::number).toList();
          if (slots.isEmpty() || !slots.get(slots.size() - 1).equals(now)) {
            slots.add(now);
          }
          return now.size() == 1;
        });
    assertThat(slots).containsExactly(List.of(0, 1, 2), List.of(0, 1), List.of(0));
    Await.holdsFor(Duration.ofSeconds(4), "the lower bound stays", () -> wanted() == 1);
  }

  @Test
  void whatTheEmperorOfTheAskerHasBegunOthersEnd() throws Exception {
    Files.createFile(pressure);
    drop("instances: 1-2\nidle-timeout: 6s\n");
    fleet.awaitPassing("shop", 2);
    Files.delete(pressure);
    String asker = Objects.requireNonNull(fleet.vassal("shop").reinforcement()).emperor();

    fleet.member(asker).proxy().set(Fault.refuse());

    String other = asker.equals("a") ? "b" : "a";
    Await.within(
        FleetRig.LIMIT, "both are on the other", () -> fleet.member(other).running().size() == 2);
    Await.within(
        FleetRig.LIMIT,
        "and one of them goes",
        () -> fleet.member(other).running().equals(List.of("shop@0")));
  }

  @Test
  void anOperatorsNumberIsTheLowerBoundAndForgetsWhatWasAskedFor() throws Exception {
    Files.createFile(pressure);
    drop("instances: 1-4\nidle-timeout: 10m\n");
    fleet.awaitPassing("shop", 4);
    Files.delete(pressure);
    Await.holdsFor(Duration.ofSeconds(3), "nobody asks any more", () -> wanted() == 4);

    fleet.command("a", commands -> commands.scale("shop", 2));
    fleet.awaitPassing("shop", 2);
    assertThat(fleet.vassal("shop").least()).isEqualTo(2);
    assertThat(fleet.vassal("shop").most()).isEqualTo(4);

    fleet.command("b", commands -> commands.scale("shop", 0));
    Files.createFile(pressure);
    Await.within(FleetRig.LIMIT, "none", () -> fleet.vassal("shop").slots().isEmpty());
    Await.holdsFor(DELAY, "none is wanted", () -> wanted() == 0);
  }

  @Test
  void whatWasAskedForIsForgottenWithTheRange() throws Exception {
    Files.createFile(pressure);
    drop("instances: 1-2\nidle-timeout: 10m\n");
    fleet.awaitPassing("shop", 2);
    Files.delete(pressure);

    drop("instances: 1\n");
    fleet.awaitPassing("shop", 1);
    Await.within(
        FleetRig.LIMIT,
        "no key",
        () -> !fleet.hasKey("emperor/test/instances/reinforcements/shop"));

    drop("instances: 1-2\n");
    Await.within(FleetRig.LIMIT, "a range again", () -> fleet.vassal("shop").most() == 2);
    assertThat(wanted()).isEqualTo(1);
    assertThat(fleet.vassal("shop").reinforcement()).isNull();
  }

  @Test
  void requestsThatWaitForLongEnoughAskByThemselves() throws Exception {
    app("Waiting", "Thread.sleep(600_000);");
    fleet.drop(
        "waiting.yaml",
        "app: %s\ninstances: 1-2\nreschedule-delay: 1s\nidle-timeout: 3s\nstop-timeout: 1s\n"
                .formatted(directory.resolve("waiting-app.jar"))
            + "reinforce-when: {queue: 3, for: 2s}\n",
        "a",
        "b");
    fleet.awaitPassing("waiting", 1);
    URI uri = address("waiting@0");

    List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
    HttpClient client = HttpClient.newHttpClient();
    requests.add(client.sendAsync(get(uri), HttpResponse.BodyHandlers.ofString()));
    requests.add(client.sendAsync(get(uri), HttpResponse.BodyHandlers.ofString()));
    Await.holdsFor(
        Duration.ofSeconds(4), "two are not three", () -> fleet.vassal("waiting").instances() == 1);
    requests.add(client.sendAsync(get(uri), HttpResponse.BodyHandlers.ofString()));

    fleet.awaitPassing("waiting", 2);
    requests.forEach(request -> request.cancel(true));
  }

  @Test
  void anAppInAJvmOfItsOwnAsksInALoop() throws Exception {
    app("Asking", "for (int i = 0; i < 1_000_000; i++) { context.reinforce(); }");
    fleet.drop(
        "asking.yaml",
        "app: %s\nisolation: process\ninstances: 1-5\nreschedule-delay: 1m\n"
            .formatted(directory.resolve("asking-app.jar")),
        "a",
        "b");
    fleet.awaitPassing("asking", 1);

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(get(address("asking@0")), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    fleet.awaitPassing("asking", 2);
    VassalInFleet.Request last =
        Objects.requireNonNull(fleet.vassal("asking").reinforcement(), "nobody has asked");
    assertThat(last.asker()).isEqualTo("asking@0");
  }

  private void app(String name, String body) throws IOException {
    Path unused =
        AppJar.empty()
            .naming("app." + name)
            .withSource(
                "app." + name,
                """
                package app;

                import io.emperor.api.Vassal;
                import io.emperor.api.VassalContext;
                import jakarta.servlet.http.HttpServlet;
                import jakarta.servlet.http.HttpServletRequest;
                import jakarta.servlet.http.HttpServletResponse;

                public class %s implements Vassal {
                  public void start(VassalContext context) {
                    context.serve("/*", new HttpServlet() {
                      protected void doGet(HttpServletRequest asked, HttpServletResponse answer) {
                        try {
                          %s
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      }
                    });
                  }

                  public void stop() {}
                }
                """
                    .formatted(name, "Object unused = null; " + body))
            .writtenTo(directory.resolve(name.toLowerCase(Locale.ROOT) + "-app.jar"));
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
  }

  private URI address(String instance) {
    for (String name : List.of("a", "b")) {
      VassalDetail found = fleet.member(name).emperor().vassals().find(instance).orElse(null);
      if (found != null) {
        return URI.create("http://127.0.0.1:" + found.status().service().port() + "/");
      }
    }
    throw new AssertionError("nobody runs " + instance);
  }
}
