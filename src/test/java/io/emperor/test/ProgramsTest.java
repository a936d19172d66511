package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Standalone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps in processes of their own, and apps that somebody else runs. */
@Tag("jdk")
class ProgramsTest {

  private static final String QUICK = "consul-check-ttl: 3s\ndrain: 1s\n";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Scene scene;
  private static ConsulView consul;
  private static EmperorProcess emperor;

  @BeforeAll
  static void start() {
    scene = Scene.start(data, vassals, "--throttle", "200ms");
    consul = scene.consul();
    emperor = scene.emperor();
    emperor.line("emperor tester watches");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static void config(String name, String yaml) {
    Path unused = AppJar.drop(QUICK + yaml, vassals.resolve(name + ".yaml"));
  }

  /** Nobody drains what others run. */
  private static void foreign(String yaml) {
    Path unused = AppJar.drop("consul-check-ttl: 3s\n" + yaml, vassals.resolve("database.yaml"));
  }

  private static int standalone(String name) {
    Path unused = AppJar.executing(Standalone.class).dropInto(vassals, name);
    return port(name);
  }

  private static int port(String name) {
    return consul.passing(name).get("Service").path("Port").asInt();
  }

  private static long pid(int port) {
    return Long.parseLong(Http.get(port, "/").body());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void anExecutableJarIsAServiceAsItIs() {
    config("plain", "env: {GREETING: good day}\njvm-options: -Xmx48m -Dx=y\n");
    int port = standalone("plain");

    assertThat(Http.get(port, "/env?PORT").body()).isEqualTo("" + port);
    assertThat(Http.get(port, "/env?SERVER_PORT").body()).isEqualTo("" + port);
    assertThat(Http.get(port, "/env?EMPEROR_VASSAL").body()).isEqualTo("plain");
    assertThat(Http.get(port, "/env?EMPEROR_SERVICE_ID").body()).isEqualTo("plain-tester");
    assertThat(Http.get(port, "/env?CONSUL_HTTP_ADDR").body())
        .isEqualTo("http://" + scene.agent().httpAddress());
    assertThat(Http.get(port, "/env?GREETING").body()).isEqualTo("good day");
    assertThat(Http.get(port, "/env?EMPEROR_DATA_DIR").body())
        .as("the emperor's own options")
        .isEqualTo("null");
    assertThat(emperor.lineEnding("plain: standing alone on " + port)).contains("INFO");
    assertThat(ProcessHandle.of(pid(port)).orElseThrow().info().arguments().orElseThrow())
        .contains("-Xmx48m", "-Dx=y");
  }

  @Test
  void whatNeverGetsReadyWaitsLongerAndLonger() {
    config("looping", "command: sh -c 'echo broken; exit 3'\ncheck-tcp: none\n");

    emperor.line(
        " looping: failed to start: it exited with status 3 before it was ready, its last line:"
            + " broken");
    emperor.line(" looping:", "next attempt in 200ms");
    emperor.line(" looping:", "next attempt in 400ms");
    emperor.line(" looping:", "next attempt in 800ms");
    assertThat(consul.get("/v1/health/service/looping")).as("it was never ready").isEmpty();
  }

  @Test
  void aWorkerIsWellWhileItsProcessIsAlive() {
    config("worker", "command: [sh, -c, 'echo working; exec sleep 600']\ncheck-tcp: none\n");

    JsonNode service = consul.passing("worker").get("Service");
    assertThat(service.path("Port").asInt()).isZero();
    emperor.lineEnding("worker: working");
    assertThat(scene.processes("worker")).hasSize(1);
  }

  @Test
  void aCheckByHttpDecides() {
    config("checked", "check-http: /health\n");
    int port = standalone("checked");

    Http.get(port, "/ill?500");
    assertThat(consul.status("checked", "critical").get("Output").asText())
        .contains("/health answers 500");
    Http.get(port, "/ill?429");
    consul.status("checked", "warning");
    Http.get(port, "/ill?200");
    consul.status("checked", "passing");
  }

  @Test
  void aReloadLosesNoRequestOfClientsThatFollowConsul() throws Exception {
    config("rolling", "");
    Path jar = AppJar.executing(Standalone.class).dropInto(vassals, "rolling");
    long before = pid(port("rolling"));
    Client client = Client.asking(() -> pid(port("rolling")));

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    emperor.line(" rolling: running generation 2");
    Await.within(LIMIT, "the old one has ended", () -> !isAlive(before));

    assertThat(client.failures()).isEmpty();
  }

  @Test
  void aProgramWithAFixedPortIsStoppedBeforeTheNextIsStarted() throws Exception {
    config("fixed", "consul-service-port: " + FreePort.find() + "\n");
    Path jar = AppJar.executing(Standalone.class).dropInto(vassals, "fixed");
    int port = port("fixed");
    long before = pid(port);

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));

    emperor.line(" fixed: running generation 2");
    consul.passing("fixed");
    assertThat(pid(port)).isNotEqualTo(before);
    assertThat(isAlive(before)).isFalse();
  }

  @Test
  void anAppThatSomebodyElseRunsIsRegisteredAndAskedAndNeverStarted() throws Exception {
    int port = FreePort.find();
    foreign("consul-service-port: " + port + "\ncheck-tcp: " + port + "\n");
    consul.status("database", "critical");

    HttpServer database =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    database.start();
    try {
      assertThat(port("database")).isEqualTo(port);
      foreign(
          String.format(
              Locale.ROOT,
              "consul-service-port: %d\ncheck-tcp: %d\nconsul-service-tags: [new]\n",
              port,
              port));
      emperor.line(" database: running generation 2");
      assertThat(emperor.lines()).noneMatch(line -> line.contains(" database: generation 1 ends"));
      consul.await("/v1/health/service/database?passing&tag=new", found -> found.size() == 1);
    } finally {
      database.stop(0);
    }
    consul.status("database", "critical");
  }

  @Test
  void whatCantBeRunSaysWhy() {
    config("missing", "command: no-such-program-at-all\n");
    emperor.line(
        " missing: failed to start", "there is no program no-such-program-at-all on the PATH");
  }
}
