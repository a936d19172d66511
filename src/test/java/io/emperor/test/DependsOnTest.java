package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Throwing;
import io.emperor.test.apps.Web;
import io.emperor.test.apps.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vassals that wait for the services that they depend on. */
@Tag("agent")
class DependsOnTest {

  private static final AppJar APP = AppJar.providing(Web.class);

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
  void startsWhenWhatItDependsOnIsPassing() {
    drop("patient", "depends-on: postgres");
    emperor.line(" patient: waits for postgres (no instance)");
    ForeignService postgres = foreign("postgres").critical();
    emperor.line(" patient: waits for postgres (1 instance, none passing)");
    assertThat(consul.get("/v1/health/service/patient")).isEmpty();

    postgres.pass();

    emperor.line(" patient: postgres is passing: starting");
    assertThat(consul.passing("patient").get("Service").get("Meta").get("generation").asText())
        .isEqualTo("1");
  }

  @Test
  void whatStandsInsideTheJarIsWaitedForToo() {
    APP.with("META-INF/vassal.yaml", "depends-on: [inner-one]").dropInto(vassals, "inner");
    emperor.line(" inner: waits for inner-one (no instance)");

    foreign("inner-one").passing();

    consul.passing("inner");
  }

  @Test
  void oneVassalWaitsForAnotherWhicheverIsDroppedFirst() {
    drop("front", "depends-on: back");
    emperor.line(" front: waits for back (no instance)");
    drop("back", "");
    drop("stock", "");
    consul.passing("stock");
    drop("shop", "depends-on: stock");

    consul.passing("front");
    consul.passing("shop");
    assertThat(at(" front: running")).isGreaterThan(at(" back: running"));
    assertThat(at(" shop: running")).isGreaterThan(at(" stock: running"));
  }

  @Test
  void twoServicesAreWaitedForWhicheverComesFirst() {
    drop("forward", "depends-on: [first, second]");
    drop("backward", "depends-on: [second, first]");
    emperor.line(" forward: waits for first (no instance), second (no instance)");
    emperor.line(" backward: waits for second (no instance), first (no instance)");

    ForeignService second = foreign("second").passing();
    emperor.lineEnding(" forward: waits for first (no instance)");
    emperor.lineEnding(" backward: waits for first (no instance)");
    second.fail();
    emperor.line(" forward: waits for first (no instance), second (1 instance, none passing)");
    foreign("first").passing();
    emperor.line(" forward: waits for second (1 instance, none passing)");
    second.pass();

    consul.passing("forward");
    consul.passing("backward");
    emperor.line(" forward: first and second are passing: starting");
  }

  @Test
  void removedWhileItWaitsItNeverComes() throws Exception {
    Path jar = drop("removed", "depends-on: removed-one");
    drop("beside", "depends-on: removed-one");
    emperor.line(" removed: waits for removed-one (no instance)");
    Files.delete(vassals.resolve("removed.yaml"));
    Files.delete(jar);
    emperor.line(" removed: gone");

    foreign("removed-one").passing();

    consul.passing("beside");
    assertThat(consul.get("/v1/health/service/removed")).isEmpty();
    assertThat(emperor.lines()).noneMatch(line -> line.contains(" removed: running"));
  }

  @Test
  void changedWhileItWaitsItDoesWhatItsFilesSayNow() throws Exception {
    Path jar = drop("changed", "depends-on: never-there");
    emperor.line(" changed: waits for never-there (no instance)");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    emperor.line(" changed: loading generation 2");
    AppJar.drop("depends-on: at-last", vassals.resolve("changed.yaml"));
    emperor.line(" changed: waits for at-last (no instance)");

    foreign("at-last").passing();

    // The two changes may be one reload.
    assertThat(consul.passing("changed").get("Service").get("Meta").get("generation").asText())
        .isIn("2", "3");
  }

  @Test
  void waitingIsNoFailedStart() {
    AppJar.drop("depends-on: slow-one", vassals.resolve("failing.yaml"));
    AppJar.providing(Throwing.class).dropInto(vassals, "failing");
    emperor.line(" failing: waits for slow-one (no instance)");
    ForeignService slow = foreign("slow-one").critical();
    emperor.line(" failing: waits for slow-one (1 instance, none passing)");

    slow.pass();

    assertThat(emperor.line(" failing: failed to start")).endsWith("next attempt in 1s");
  }

  @Test
  void aVassalThatNamesItselfIsToldSo() {
    drop("vain", "depends-on: vain");

    emperor.line(" vain: cursed", "vain.yaml:1: depends-on: ", "it would wait for itself for ever");
  }

  @Test
  void withoutAnAgentItWaitsAndEndsAtOnceWhenTold(@TempDir Path other, @TempDir Path home) {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.kill();
      AppJar.drop("depends-on: [late, missing]", other.resolve("lost.yaml"));
      APP.dropInto(other, "lost");
      AppJar.drop("depends-on: late", other.resolve("early.yaml"));
      APP.dropInto(other, "early");
      try (EmperorProcess alone = Scene.emperor(home, agent.httpAddress(), other.toString())) {
        alone.line(" early: waits for late (Consul has not answered yet)");

        agent.restart();
        new ForeignService(agent, "late").passing();

        new ConsulView(agent.httpAddress()).passing("early");
        alone.line(" lost: waits for missing (no instance)");
        long told = System.nanoTime();
        alone.signal("TERM");
        assertThat(alone.exitStatus()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
        assertThat(alone.lines())
            .anyMatch(line -> line.contains(" lost: gone"))
            .noneMatch(line -> line.contains(" lost: running"));
      }
    }
  }

  @Test
  void manyThatWaitDisturbNobody(@TempDir Path apps) throws Exception {
    Path app = AppJar.providing(Worker.class).dropInto(apps, "worker");
    List<String> names = IntStream.range(0, 50).mapToObj(i -> "many-" + i).toList();
    for (String name : names) {
      AppJar.drop("app: " + app + "\ndepends-on: broker", vassals.resolve(name + ".yaml"));
    }
    names.forEach(name -> emperor.line(" " + name + ": waits for broker (no instance)"));

    Path neighbour = drop("neighbour", "consul-check-ttl: 1s");
    int port = consul.passing("neighbour").get("Service").get("Port").asInt();
    Await.holdsFor(
        Duration.ofSeconds(3),
        "the neighbour is passing and answers",
        () ->
            consul.get("/v1/health/service/neighbour?passing").size() == 1
                && Http.get(port, "/").statusCode() == 200);
    Files.setLastModifiedTime(neighbour, FileTime.from(Instant.now()));
    emperor.line(" neighbour: running generation 2");
    foreign("broker").passing();

    names.forEach(consul::passing);
  }

  private static Path drop(String name, String config) {
    AppJar.drop(config, vassals.resolve(name + ".yaml"));
    return APP.dropInto(vassals, name);
  }

  private static ForeignService foreign(String name) {
    return new ForeignService(scene.agent(), name);
  }

  private static int at(String words) {
    List<String> lines = emperor.lines();
    return lines.indexOf(emperor.line(words));
  }
}
