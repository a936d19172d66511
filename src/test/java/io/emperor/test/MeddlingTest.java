package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.test.apps.Meddling;
import io.emperor.test.apps.Standalone;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others never notice what an app has changed for the whole JVM. */
@Tag("jdk")
class MeddlingTest {

  @TempDir Path data;
  @TempDir Path vassals;

  private Scene scene;
  private int meddling;

  @BeforeEach
  void start() {
    scene = Scene.start(data, vassals, "--vassal-set", "consul-check-ttl=3s");
    AppJar.providing(Meddling.class).dropInto(vassals, "meddling");
    meddling = scene.consul().passing("meddling").get("Service").get("Port").asInt();
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void theEmperorsOwnTrafficNeverGoesThroughAnAppsProxy() throws Exception {
    assertThat(Http.post(meddling, "/network").statusCode()).isEqualTo(200);

    Path unused = AppJar.drop("check-http: /\n", vassals.resolve("neighbour.yaml"));
    Path neighbour = AppJar.executing(Standalone.class).dropInto(vassals, "neighbour");

    assertThat(scene.consul().passing("neighbour")).isNotNull();
    Files.delete(neighbour);
    scene.consul().gone("neighbour");
    assertThat(scene.emperor().lines()).noneMatch(line -> line.contains(" is gone ("));
  }

  @Test
  void theLogGoesOnWhateverAnAppDoesToTheStreams() throws Exception {
    assertThat(Http.post(meddling, "/streams").statusCode()).isEqualTo(200);

    Files.delete(vassals.resolve("meddling.jar"));

    String unused = scene.emperor().lineEnding("meddling: gone");
    unused = scene.emperor().line("WARN  meddling: System.out stays open");
    unused = scene.emperor().line("WARN  meddling: System.err stays open");
    unused = scene.emperor().line("printed after the end");
  }
}
