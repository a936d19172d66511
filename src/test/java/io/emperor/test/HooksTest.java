package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands around the life of a vassal. */
@Tag("jdk")
class HooksTest {

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

  private static List<String> journal() throws Exception {
    Path journal = vassals.resolve("journal");
    return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
  }

  @Test
  void runInTheirOrderWithTheVassalsEnvironment() throws Exception {
    Path config =
        AppJar.drop(
            """
            env: {WHO: the hook}
            before-start: sh -c 'echo before-start of $EMPEROR_VASSAL by $WHO >> journal'
            after-start: sh -c 'echo after-start as $EMPEROR_SERVICE_ID >> journal'
            before-stop: sh -c 'echo before-stop >> journal; exit 1'
            after-stop: sh -c 'echo after-stop >> journal'
            """,
            vassals.resolve("hooked.yaml"));
    Path jar = AppJar.providing(Web.class).dropInto(vassals, "hooked");
    scene.consul().passing("hooked");
    assertThat(journal())
        .containsExactly("before-start of hooked by the hook", "after-start as hooked-tester");

    Files.delete(jar);
    Files.delete(config);

    scene.consul().gone("hooked");
    Await.until("all have run", () -> journal().size() == 4);
    assertThat(journal().subList(2, 4)).containsExactly("before-stop", "after-stop");
    scene.emperor().line(" hooked: before-stop exited with status 1");
  }

  @Test
  void aStartThatIsNotPreparedDoesNotHappen() {
    AppJar.drop(
        "before-start: sh -c 'echo no schema; exit 5'\n", vassals.resolve("unprepared.yaml"));
    Path unused = AppJar.providing(Web.class).dropInto(vassals, "unprepared");

    scene
        .emperor()
        .line(
            " unprepared: failed to start: before-start exited with status 5, its last line: no"
                + " schema; next attempt in 1s");
    scene.consul().gone("unprepared");
  }

  @Test
  void whatTakesTooLongIsEnded() {
    AppJar.drop("start-timeout: 500ms\nbefore-start: sleep 600\n", vassals.resolve("waiting.yaml"));
    Path unused = AppJar.providing(Web.class).dropInto(vassals, "waiting");

    scene.emperor().line(" waiting: failed to start: before-start has not ended within 500 ms");
  }
}
