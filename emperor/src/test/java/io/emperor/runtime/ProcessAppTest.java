package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs. */
@Timeout(60)
class ProcessAppTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @TempDir Path directory;

  private Children children;
  private Processes processes;

  @BeforeEach
  void open() {
    children = new Children(directory);
    processes = new Processes(children, "http://localhost:8500", timer);
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
    timer.shutdownNow();
  }

  private Surroundings around(int port) {
    return new Surroundings("shop", "shop-tester", 1, Map.of(), directory, port);
  }

  private App shell(Surroundings around, Probe probe, String script) {
    return processes.load(
        new ProcessLaunch(List.of("sh", "-c", script), around, probe, StopSignal.USUAL));
  }

  private String written(String file) {
    Path path = directory.resolve(file);
    Await.until(file + " is written", () -> Files.exists(path) && Files.size(path) > 0);
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hooksKnowTheMainProcessWhileItRuns() throws Exception {
    App app =
        processes.hooked(
            shell(around(0), Probe.none(), "exec sleep 600"),
            new HookCommands(hook("before"), hook("started"), hook("stopping"), hook("after")),
            around(0));

    app.start(LONG).get(20, TimeUnit.SECONDS);
    long pid = app.pid();
    app.stop(LONG).get(20, TimeUnit.SECONDS);

    assertThat(written("before")).isEqualTo("[]");
    assertThat(written("started")).isEqualTo("[" + pid + "]");
    assertThat(written("stopping")).isEqualTo("[" + pid + "]");
    assertThat(written("after")).isEqualTo("[]");
  }

  private static List<String> hook(String name) {
    return List.of("sh", "-c", "echo [$EMPEROR_PID] > " + name);
  }
}
