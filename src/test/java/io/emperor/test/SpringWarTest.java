package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Spring Boot war as its own build leaves it, in the emperor's JVM: it insists on its Logback.
 */
@Tag("jdk")
class SpringWarTest {

  private static final Path WAR = Path.of(System.getProperty("spring-boot-war.war")).normalize();

  /** Spring needs some seconds to start, and many of them on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Scene scene;
  private static EmperorProcess emperor;

  @BeforeAll
  static void start() {
    scene = Scene.start(data, vassals, "--vassal-set", "start-timeout=2m");
    emperor = scene.emperor();
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static Path drop(String name) throws IOException {
    return AppJar.drop(Files.readAllBytes(WAR), vassals.resolve(name + ".war"));
  }

  private static int port(String name) {
    String passing = "/v1/health/service/" + name + "?passing";
    Await.within(PATIENCE, name + " is passing", () -> scene.consul().get(passing).size() == 1);
    return scene.consul().get(passing).get(0).get("Service").get("Port").asInt();
  }

  @Test
  void logsWithItsOwnLogbackInTheNameOfItsVassal() throws Exception {
    Path war = drop("web");
    int port = port("web");

    assertThat(Http.get(port, "/hello").body())
        .isEqualTo("Hello from a war, logged by ch.qos.logback.classic.Logger");
    assertThat(emperor.line(" INFO  web: ", "greets")).contains("io.emperor.springwar.SpringWar");
    Files.delete(war);
    String unused = emperor.lineEnding("web: gone");
    assertThat(emperor.lines()).noneMatch(line -> line.contains("did not stop cleanly"));
  }

  @Test
  void inAJvmOfItsOwnItLogsNoOtherwise() throws Exception {
    Path unused = AppJar.drop("isolation: process\n", vassals.resolve("apart.yaml"));
    Path unusedToo = drop("apart");
    int port = port("apart");

    assertThat(Http.get(port, "/hello").body()).endsWith("ch.qos.logback.classic.Logger");
    assertThat(emperor.line(" INFO  apart: ", "greets")).contains("io.emperor.springwar.SpringWar");
  }

  @Test
  void toldOtherwiseItSaysWhatItMisses() throws Exception {
    Path unused = AppJar.drop("own-logging: false\n", vassals.resolve("told.yaml"));
    Path unusedToo = drop("told");

    assertThat(emperor.line(" told: failed to start: "))
        .contains("LoggerFactory is not a Logback LoggerContext");
  }
}
