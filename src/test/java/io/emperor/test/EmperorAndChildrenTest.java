package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.test.apps.Standalone;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the processes that an emperor has started when it ends itself. */
class EmperorAndChildrenTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path data;
  @TempDir Path vassals;

  private long running(Scene scene) {
    AppJar.drop("drain: 0s\n", vassals.resolve("own.yaml"));
    Path unused = AppJar.executing(Standalone.class).dropInto(vassals, "own");
    int port = scene.consul().passing("own").get("Service").get("Port").asInt();
    return Long.parseLong(Http.get(port, "/").body());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void anOrderlyEndStopsThem() {
    try (Scene scene = Scene.start(data, vassals)) {
      long child = running(scene);
      scene.emperor().interrupt();
      assertThat(scene.emperor().exitStatus()).isZero();
      assertThat(isAlive(child)).isFalse();
    }
  }

  @Test
  void aKilledEmperorLeavesNoneBehind() {
    try (Scene scene = Scene.start(data, vassals)) {
      long child = running(scene);
      scene.emperor().signal("KILL");
      assertThat(scene.emperor().exitStatus()).isNotZero();
      Await.within(LIMIT, "the kernel has ended it", () -> !isAlive(child));
    }
  }
}
