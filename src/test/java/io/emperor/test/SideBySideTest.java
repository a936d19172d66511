package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.test.apps.Bundling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps in one JVM that bring the same library along, which the emperor has as well. */
@Tag("agent")
class SideBySideTest {

  private static final Path LIBRARIES = Path.of(System.getProperty("libraries"));

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Scene scene;

  @BeforeAll
  static void start() {
    scene = Scene.start(data, vassals);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static void drop(String name, String version) {
    Path unused =
        AppJar.providing(Bundling.class)
            .withLibrary(LIBRARIES.resolve("jackson-core-" + version + ".jar"))
            .with("logback.xml", "of " + name)
            .dropInto(vassals, name);
  }

  private static void seesItsOwn(String name, String version) {
    int port = scene.consul().passing(name).get("Service").get("Port").asInt();
    assertThat(Stream.of("/start", "/health", "/request", "/thread"))
        .allSatisfy(
            place ->
                assertThat(Http.get(port, place).body())
                    .isEqualTo(
                        "%s, services [JSON %s], resources [of %s]"
                            .formatted(version, version, name)));
  }

  @Test
  void everyAppHasItsOwnVersionAndItsOwnServicesAndResources() throws Exception {
    assertThat(ofTheEmperor("jackson-core-")).isNotIn("2.17.2", "2.20.1");
    assertThat(ofTheEmperor("jackson-dataformat-yaml-")).as("has the same service").isNotEmpty();

    drop("older", "2.17.2");
    drop("newer", "2.20.1");

    seesItsOwn("older", "2.17.2");
    seesItsOwn("newer", "2.20.1");
    seesItsOwn("older", "2.17.2");
  }

  /** The version of a library of the distribution. */
  private static String ofTheEmperor(String library) throws IOException {
    try (Stream<Path> all = Files.list(EmperorProcess.HOME.resolve("lib"))) {
      return all.map(jar -> jar.getFileName().toString())
          .filter(name -> name.startsWith(library))
          .map(name -> name.substring(library.length(), name.length() - ".jar".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aReloadMayBringAnotherVersion() {
    drop("updated", "2.17.2");
    seesItsOwn("updated", "2.17.2");

    drop("updated", "2.20.1");

    scene.emperor().line(" updated: running generation 2");
    seesItsOwn("updated", "2.20.1");
  }
}
