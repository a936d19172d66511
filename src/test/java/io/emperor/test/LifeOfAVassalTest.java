package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.test.apps.Hanging;
import io.emperor.test.apps.Slow;
import io.emperor.test.apps.Web;
import io.emperor.test.apps.Worker;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can do, from the drop of a jar to its removal. */
@Tag("jdk")
@Tag("agent")
class LifeOfAVassalTest {

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Scene scene;
  private static ConsulView consul;
  private static EmperorProcess emperor;

  @BeforeAll
  static void start() {
    scene = Scene.start(data, vassals);
    consul = scene.consul();
    emperor = scene.emperor();
    emperor.line("emperor tester watches");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void aDroppedJarIsAHealthyServiceAndAnswers() throws Exception {
    Path built = EmperorProcess.HOME.resolve("examples/vassals/hello.jar");
    Path beside = Files.copy(built, vassals.resolve(".hello.jar"));
    Files.move(beside, vassals.resolve("hello.jar"), StandardCopyOption.ATOMIC_MOVE);

    JsonNode service = consul.passing("hello").get("Service");
    assertThat(service.get("ID").asText()).isEqualTo("hello-tester");
    assertThat(service.get("Tags")).isNotEmpty();
    assertThat(service.get("Meta").get("emperor").asText()).isEqualTo("tester");
    assertThat(service.get("Meta").get("vassal").asText()).isEqualTo("hello");
    assertThat(service.get("Meta").get("generation").asText()).isEqualTo("1");
    HttpResponse<String> answer = Http.get(service.path("Port").asInt(), "/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("hello-tester");
  }

  @Test
  void everythingThatIsConfiguredIsRegistered() {
    AppJar.drop(
        """
        consul-service-name: shop
        consul-service-id: shop-one
        consul-service-tags: [v1, blue]
        consul-service-address: 127.0.0.9
        consul-service-meta: {team: tills}
        consul-check-ttl: 20s
        """,
        vassals.resolve("configured.yaml"));
    AppJar.providing(Web.class).dropInto(vassals, "configured");

    JsonNode service = consul.passing("shop").get("Service");
    assertThat(service.get("ID").asText()).isEqualTo("shop-one");
    assertThat(service.get("Tags")).extracting(JsonNode::asText).containsExactly("v1", "blue");
    assertThat(service.get("Address").asText()).isEqualTo("127.0.0.9");
    assertThat(service.get("Meta").get("team").asText()).isEqualTo("tills");
    assertThat(service.get("Meta").get("vassal").asText()).isEqualTo("configured");
  }

  @Test
  void anAppWithoutServletAndPortIsRegisteredAsAWorker() {
    AppJar.providing(Worker.class).dropInto(vassals, "worker");

    assertThat(consul.passing("worker").get("Service").path("Port").asInt()).isZero();
  }

  @Test
  void touchingTheJarReloadsIt() throws Exception {
    Path jar = AppJar.providing(Web.class).dropInto(vassals, "touched");
    int port = consul.passing("touched").get("Service").path("Port").asInt();

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));

    generation("touched", 2);
    assertThat(Http.get(port, "/").body()).isEqualTo("generation 2");
  }

  @Test
  void changingTheConfigurationReloadsIt() {
    AppJar.providing(Web.class).dropInto(vassals, "tagged");
    consul.passing("tagged");

    AppJar.drop("consul-service-tags: fresh", vassals.resolve("tagged.yaml"));

    JsonNode service = generation("tagged", 2).get("Service");
    assertThat(service.get("Tags")).extracting(JsonNode::asText).containsExactly("fresh");
  }

  @Test
  void removingTheJarDeregistersAndUnloadsIt() throws Exception {
    Path jar = AppJar.providing(Web.class).dropInto(vassals, "removed");
    int port = consul.passing("removed").get("Service").path("Port").asInt();

    Files.delete(jar);

    consul.gone("removed");
    emperor.line(" removed: gone");
    assertThatThrownBy(() -> Http.get(port, "/"))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void removingTheJarAloneLeavesNothingRunningEither() throws Exception {
    AppJar.drop("consul-service-tags: left", vassals.resolve("left.yaml"));
    Path jar = AppJar.providing(Web.class).dropInto(vassals, "left");
    consul.passing("left");

    Files.delete(jar);

    consul.gone("left");
    emperor.line(" left: cursed", "left.yaml has no app");
    AppJar.providing(Web.class).dropInto(vassals, "left");
    consul.passing("left");
  }

  @Test
  void aReloadLetsTheGenerationThatBeganARequestFinishIt() throws Exception {
    Path jar = AppJar.providing(Slow.class).dropInto(vassals, "slow");
    int port = consul.passing("slow").get("Service").path("Port").asInt();
    try (SlowRequest request = new SlowRequest(port)) {
      assertThat(request.line("begun")).isEqualTo("begun in 1");

      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      generation("slow", 2);
      request.finish();

      assertThat(request.line("done")).isEqualTo("4 bytes, done in 1");
    }
  }

  @Test
  void aRemovalLetsARequestInFlightFinish() throws Exception {
    Path jar = AppJar.providing(Slow.class).dropInto(vassals, "leaving");
    int port = consul.passing("leaving").get("Service").path("Port").asInt();
    try (SlowRequest request = new SlowRequest(port)) {
      assertThat(request.line("begun")).isEqualTo("begun in 1");

      Files.delete(jar);
      consul.gone("leaving");
      request.finish();

      assertThat(request.line("done")).isEqualTo("4 bytes, done in 1");
    }
  }

  @Test
  void aRequestThatOutlivesTheDrainIsEnded() throws Exception {
    AppJar.drop("drain: 200ms", vassals.resolve("endless.yaml"));
    Path jar = AppJar.providing(Slow.class).dropInto(vassals, "endless");
    int port = consul.passing("endless").get("Service").path("Port").asInt();
    try (SlowRequest request = new SlowRequest(port)) {
      request.line("begun");

      Files.delete(jar);
      Files.delete(vassals.resolve("endless.yaml"));

      emperor.line(" endless: ", "stopped although requests were still running after 200ms");
      emperor.line(" endless: gone");
    }
  }

  @Test
  void aHungHealthTurnsTheCheckCriticalWithinOneTtl() {
    AppJar.drop("consul-check-ttl: 3s", vassals.resolve("hanging.yaml"));
    AppJar.providing(Hanging.class).dropInto(vassals, "hanging");
    int port = consul.passing("hanging").get("Service").path("Port").asInt();

    long hangs = System.nanoTime();
    Http.post(port, "/hang");

    JsonNode check = consul.status("hanging", "critical");
    assertThat(Duration.ofNanos(System.nanoTime() - hangs)).isLessThan(Duration.ofSeconds(3));
    assertThat(check.get("Output").asText()).contains("health() has not returned within 1 s");
  }

  private static JsonNode generation(String service, int number) {
    return consul
        .await(
            "/v1/health/service/" + service + "?passing",
            found ->
                found.size() == 1
                    && found.get(0).get("Service").get("Meta").get("generation").asInt() == number)
        .get(0);
  }
}
