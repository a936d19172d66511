package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Spring Boot jar whose classes are kept ready for its next starts. */
@Tag("jdk")
class ClassArchiveTest {

  private static final Path JAR = Path.of(System.getProperty("spring-boot-app.jar")).normalize();

  /** Spring needs some seconds to start, and many of them on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path data;
  @TempDir static Path vassals;
  @TempDir static Path logs;

  private static Scene scene;
  private static ConsulView consul;

  @BeforeAll
  static void start() {
    scene = Scene.start(data, vassals, "--vassal-set", "drain=0s");
    consul = scene.consul();
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  /** Each has options of its own, and so an archive of its own. */
  private static void drop(String name) throws IOException {
    AppJar.drop(
        """
        class-archive: true
        check-http: /hello
        start-timeout: 2m
        stop-timeout: 2m
        jvm-options: -Xlog:class+load:file=%s/%s-%%p.log
        """
            .formatted(logs, name),
        vassals.resolve(name + ".yaml"));
    AppJar.drop(Files.readAllBytes(JAR), vassals.resolve(name + ".jar"));
  }

  private static void greets(String name) {
    Await.within(PATIENCE, name + " is passing", () -> passing(name).size() == 1);
    int port = passing(name).get(0).get("Service").get("Port").asInt();
    assertThat(Http.get(port, "/hello").body()).isEqualTo("Hello from Spring Boot on port " + port);
  }

  private static JsonNode passing(String name) {
    return consul.get("/v1/health/service/" + name + "?passing");
  }

  /** Runs it once, and answers the archive that is made of that. */
  private static Path archive(String name) throws IOException {
    List<Path> before = archives();
    drop(name);
    scene.emperor().line(" " + name + ": makes an archive of its classes when it ends");
    greets(name);

    remove(name);

    scene.emperor().line(" " + name + ": has made an archive of its classes, ");
    return archives().stream().filter(file -> !before.contains(file)).findFirst().orElseThrow();
  }

  private static void remove(String name) throws IOException {
    Files.delete(vassals.resolve(name + ".jar"));
    Files.delete(vassals.resolve(name + ".yaml"));
    consul.gone(name);
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("tester").resolve("class-archives"))) {
      return all.filter(file -> file.getFileName().toString().matches("classes\\.(jsa|aot)"))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Test
  void itsSecondStartTakesItsClassesFromTheFirst() throws Exception {
    Path unused = archive("boot");

    drop("boot");
    greets("boot");

    scene.emperor().line(" boot: starts with its archive of classes");
    long pid = scene.processes("boot").get(0).pid();
    assertThat(Files.readString(logs.resolve("boot-" + pid + ".log")))
        .containsPattern("io.emperor.springapp.SpringApp source: shared objects file")
        .containsPattern("org.springframework.boot.SpringApplication source: shared objects file");
    assertThat(consul.get("/v1/health/service/boot?passing")).hasSize(1);
  }

  @Test
  void aPartOfAnArchiveDoesNoHarm() throws Exception {
    Path archive = archive("broken");
    byte[] bytes = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

    drop("broken");

    greets("broken");
    scene.emperor().line(" broken: starts with its archive of classes");
  }
}
