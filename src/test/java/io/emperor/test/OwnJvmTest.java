package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Apart;
import io.emperor.test.apps.NeverStopping;
import io.emperor.test.apps.Throwing;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Jars with a provider, each in a JVM of its own. */
@Tag("jdk")
class OwnJvmTest {

  private static final String APART = "isolation: process\nconsul-check-ttl: 3s\n";
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

  private static Path drop(String name, String yaml) {
    Path unused = AppJar.drop(APART + yaml, vassals.resolve(name + ".yaml"));
    return AppJar.providing(Apart.class).dropInto(vassals, name);
  }

  private static int port(String name) {
    return consul.passing(name).get("Service").path("Port").asInt();
  }

  private static long pid(int port) {
    return Long.parseLong(Http.get(port, "/pid").body());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void touch(Path jar) throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
  }

  @Test
  void runsInAProcessOfItsOwnWithEverythingAnAppHas() throws Exception {
    drop(
        "apart",
        """
        jvm-options: [-Xmx48m, "-Dgreeting=good day"]
        env: {GREETING: hello}
        settings: {"a = b": "two\\nlines, grüße"}
        """);
    int port = port("apart");
    String jar = EmperorProcess.HOME.toRealPath() + "/lib/emperor-";

    assertThat(pid(port)).isNotEqualTo(emperor.pid());
    assertThat(ProcessHandle.of(pid(port)).orElseThrow().info().arguments().orElseThrow())
        .contains("-Xmx48m")
        .anyMatch(word -> word.startsWith(jar));
    assertThat(Http.get(port, "/property?greeting").body()).isEqualTo("good day");
    assertThat(Http.get(port, "/env?GREETING").body()).isEqualTo("hello");
    assertThat(Http.get(port, "/env?EMPEROR_VASSAL").body()).isEqualTo("apart");
    assertThat(Http.get(port, "/env?EMPEROR_SERVICE_ID").body()).isEqualTo("apart-tester");
    assertThat(Http.get(port, "/data").body()).isEqualTo(data + "/tester/data/apart");
    assertThat(emperor.lineEnding("apart: printed by generation 1")).contains("INFO");
    emperor.lineEnding(" WARN  apart: logged by generation 1");
  }

  @Test
  void settingsArriveAsTheyAre() {
    drop("literal", "settings: {key: \"two\\nlines = grüße # ! \\\\\"}\n");

    assertThat(Http.get(port("literal"), "/setting?key").body())
        .isEqualTo("two\nlines = grüße # ! \\");
  }

  @Test
  void anAppThatListensByItselfIsRegisteredOnItsConfiguredPort() {
    int port = FreePort.find();
    drop(
        "alone",
        String.format(Locale.ROOT, "settings: {port: own}\nconsul-service-port: %d\n", port));

    assertThat(port("alone")).isEqualTo(port);
  }

  @Test
  void anAppWithoutServletsIsAWorker() {
    drop("working", "settings: {port: none}\n");

    assertThat(port("working")).isZero();
  }

  @Test
  void aReloadLosesNoRequestOfClientsThatFollowConsul() throws Exception {
    Path jar = drop("rolling", "");
    long before = pid(port("rolling"));
    Client client = Client.asking(() -> pid(port("rolling")));

    touch(jar);
    emperor.line(" rolling: running generation 2");
    Await.within(LIMIT, "the old one has ended", () -> !isAlive(before));

    assertThat(client.failures()).isEmpty();
    emperor.lineEnding("rolling: stopped in order");
    assertThat(emperor.lines()).noneMatch(line -> line.contains("did not stop cleanly"));
  }

  @Test
  void aFixedPortIsFreeBeforeTheNextGenerationNeedsIt() throws Exception {
    int port = FreePort.find();
    Path jar = drop("fixed", String.format(Locale.ROOT, "consul-service-port: %d\n", port));
    assertThat(port("fixed")).isEqualTo(port);
    long before = pid(port);

    touch(jar);

    emperor.line(" fixed: running generation 2");
    consul.passing("fixed");
    assertThat(pid(port)).isNotEqualTo(before);
  }

  @Test
  void aFixedPortGoesFromTheSharedJvmToOnesOwnAndBack() throws Exception {
    String fixed =
        String.format(
            Locale.ROOT, "consul-check-ttl: 3s\nconsul-service-port: %d\n", FreePort.find());
    Path config = AppJar.drop(fixed, vassals.resolve("moving.yaml"));
    AppJar.providing(Apart.class).dropInto(vassals, "moving");
    int port = port("moving");
    long shared = pid(port);

    Path unused = AppJar.drop(fixed + "isolation: process\n", config);
    emperor.line(" moving: running generation 2 ", "on port " + port);
    consul.await("/v1/health/service/moving?passing", OwnJvmTest::isGeneration2);
    assertThat(pid(port)).isNotEqualTo(shared);

    Path unusedToo = AppJar.drop(fixed, config);
    emperor.line(" moving: running generation 3 ", "on port " + port);
    Await.until("the emperor serves it again", () -> pid(port) == shared);
  }

  private static boolean isGeneration2(JsonNode found) {
    return found.findPath("generation").asText().equals("2");
  }

  @Test
  void whatCantBeLoadedIsCursedAsInTheSharedJvm() {
    Path unused = AppJar.drop(APART, vassals.resolve("hollow.yaml"));
    AppJar.empty()
        .with("META-INF/services/io.emperor.api.Vassal", "no.such.Class")
        .dropInto(vassals, "hollow");

    emperor.line(
        " hollow: cursed until its files change",
        "names no.such.Class as its provider, but does not contain that class");
  }

  @Test
  void aFailingStartSaysWhatTheAppHasThrown() {
    Path unused = AppJar.drop(APART, vassals.resolve("throwing.yaml"));
    AppJar.providing(Throwing.class).dropInto(vassals, "throwing");

    emperor.line(" throwing: failed to start: ", "IllegalStateException", "next attempt in 200ms");
    emperor.line(" throwing: failed to start: ", "next attempt in 400ms");
  }

  @Test
  void itsHealthIsWhatTheAppSays() {
    drop("ailing", "");

    Http.get(port("ailing"), "/ill?no%C2%85disk");

    assertThat(consul.status("ailing", "critical").get("Output").asText()).isEqualTo("no disk");
  }

  @Test
  void whatItStartsCantGetBetweenItAndTheEmperor() {
    drop("parent", "");
    int port = port("parent");

    Http.get(port, "/inherit");

    emperor.line(" parent: ", "inherited");
    Http.get(port, "/ill?still+there");
    assertThat(consul.status("parent", "critical").get("Output").asText()).isEqualTo("still there");
  }

  @Test
  void jvmsThatDoNotReadHoldUpNobody() {
    String deaf =
        """
        isolation: process
        start-timeout: 2s
        stop-timeout: 300ms
        jvm-options: "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0"
        settings: {long: "%s"}
        """
            .formatted("x".repeat(100_000));
    for (int i = 1; i <= 6; i++) {
      Path unused = AppJar.drop(deaf, vassals.resolve("deaf-" + i + ".yaml"));
      AppJar.providing(Apart.class).dropInto(vassals, "deaf-" + i);
    }
    emperor.line(" deaf-6: ", "Listening for transport");

    drop("quick", "");

    emperor.line(" quick: running generation 1");
    emperor.line(" deaf-6: failed to start: its JVM has not answered within 2000 ms");
    for (int i = 1; i <= 6; i++) {
      remove("deaf-" + i);
    }
    emperor.line(" deaf-6: gone");
  }

  private static void remove(String name) {
    try {
      Files.delete(vassals.resolve(name + ".yaml"));
      Files.delete(vassals.resolve(name + ".jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCheckNeedsAPort() {
    drop("portless", "settings: {port: none}\ncheck-http: /health\n");

    emperor.line(" portless: cursed until its files change: check-http: /health has no port");
  }

  @Test
  void aReloadThatCantBeLoadedLeavesTheOldOneOnItsFixedPort() {
    int port = FreePort.find();
    drop("kept", String.format(Locale.ROOT, "consul-service-port: %d\n", port));
    long before = pid(port("kept"));

    AppJar.empty().with("some.txt", "no provider").dropInto(vassals, "kept");

    emperor.line(" kept: generation 2 failed, generation 1 goes on serving until its files change");
    assertThat(pid(port)).isEqualTo(before);
  }

  @Test
  void aCheckIsAskedBesidesTheApp() {
    drop("checked", "check-http: /nothing-there\n");

    emperor.line(" checked: critical: ", "/nothing-there answers 404");
    // The agent's own word: the catalog hears late of a text that changes without its status.
    Await.until(
        "the check's answer is seen",
        () ->
            consul
                .get("/v1/agent/checks")
                .path("service:checked-tester")
                .path("Output")
                .asText()
                .contains("/nothing-there answers 404"));
  }

  @Test
  void whatAnswersNoMoreIsCriticalFirstAndThenKilled() {
    drop("hanging", "start-timeout: 6s\nstop-timeout: 500ms\n");
    int port = port("hanging");
    long before = pid(port);

    Http.get(port, "/hang");

    consul.status("hanging", "critical");
    emperor.line(" hanging: generation 1 has not answered for 6s");
    emperor.line(" hanging: running generation 2");
    assertThat(pid(port("hanging"))).isNotEqualTo(before);
    Await.within(LIMIT, "it was killed", () -> !isAlive(before));
  }

  @Test
  void anExitEndsItsOwnJvmInOrder() {
    drop("exiting", "");

    try {
      Http.get(port("exiting"), "/exit?26");
    } catch (UncheckedIOException e) {
      // It may end before it answers.
    }

    emperor.line(" exiting: generation 1 exited with status 26", "next attempt in 200ms");
    emperor.lineEnding("exiting: stopped in order");
    emperor.line(" exiting: running generation 2");
  }

  @Test
  void aKilledJvmIsReplacedAtOnce() {
    drop("killed", "");

    ProcessHandle.of(pid(port("killed"))).orElseThrow().destroyForcibly();

    emperor.line(" killed: generation 1 ended by signal 9", "; started again at once");
    emperor.line(" killed: running generation 2");
    consul.passing("killed");
  }

  @Test
  void aStopThatHangsIsCutShort() throws Exception {
    Path unused = AppJar.drop(APART + "stop-timeout: 300ms\n", vassals.resolve("stuck.yaml"));
    Path jar = AppJar.providing(NeverStopping.class).dropInto(vassals, "stuck");
    consul.passing("stuck");

    Files.delete(jar);
    Files.delete(vassals.resolve("stuck.yaml"));

    emperor.line(
        " stuck: generation 1 did not stop cleanly: stop() has not returned within 300 ms");
    emperor.line(" stuck: gone");
  }
}
