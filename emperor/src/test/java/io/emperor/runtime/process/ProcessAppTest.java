package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.runtime.App;
import io.emperor.runtime.apps.Listening;
import io.emperor.runtime.probe.Probe;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private ChildProcesses children;
  private Processes processes;

  @BeforeEach
  void open() {
    children = new ChildProcesses(directory);
    processes = new Processes(children, "http://localhost:8500", timer);
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
    timer.shutdownNow();
  }

  private ProcessEnvironment around(int port) {
    return new ProcessEnvironment("shop", Map.of(), "shop-tester", 1, Map.of(), directory, port);
  }

  private App shell(ProcessEnvironment environment, Probe probe, String script) {
    return processes.load(
        new ProcessLaunch(
            List.of("sh", "-c", script),
            environment,
            probe,
            StopSignal.USUAL,
            null,
            RunWatch.NONE));
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

  @Test
  void aPortIsGivenAgainWhereItIsFree() throws Exception {
    int port = processes.freePort(0);

    assertThat(processes.freePort(port)).isEqualTo(port);
    try (ServerSocket taken = new ServerSocket(port)) {
      assertThat(processes.freePort(taken.getLocalPort())).isNotIn(0, port);
    }
  }

  @Test
  void itIsReadyOnEitherAddressOfThisMachine() throws Exception {
    int port = FreePort.find();
    App app = listening("::1", port, LONG, port);

    app.start(LONG).get(20, TimeUnit.SECONDS);

    assertThat(app.health(LONG).get(20, TimeUnit.SECONDS).isPassing()).isTrue();
  }

  @Test
  void whatEndsAMomentAfterItsPortOpensWasNeverReady() {
    int port = FreePort.find();
    App app = listening("127.0.0.1", port, Duration.ofMillis(500), port);

    assertThatThrownBy(() -> app.start(LONG).get(20, TimeUnit.SECONDS))
        .hasMessageContaining("it exited with status 3 before it was ready");
  }

  @Test
  void whileNothingAnswersItSaysWhereTheProgramListens() {
    int port = FreePort.find();
    App app = listening("127.0.0.1", 0, LONG, port);
    Queue<String> told = new ConcurrentLinkedQueue<>();
    app.whileStarting(told::add);
    CompletableFuture<Void> start = app.start(Duration.ofSeconds(5));
    String instead =
        String.format(
            Locale.ROOT, ": it listens on %s, not on PORT %d: pass it $PORT", written("out"), port);

    assertThatThrownBy(() -> start.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("port " + port + " has not answered within 5000 ms" + instead);
    assertThat(told).contains("waits for port " + port + instead);
  }

  private App listening(String address, int port, Duration time, int asked) {
    String script =
        String.join(
            " ",
            "'" + Processes.java() + "' -cp '" + System.getProperty("java.class.path") + "'",
            Listening.class.getName(),
            address,
            Integer.toString(port),
            Long.toString(time.toMillis()),
            "> out");
    // A child of the program is one of its processes, too.
    return shell(
        around(asked),
        processes.tcp(List.of("127.0.0.1", "::1"), asked, Duration.ofSeconds(1)),
        script + " || exit $?");
  }

  private static List<String> hook(String name) {
    return List.of("sh", "-c", "echo [$EMPEROR_PID] > " + name);
  }
}
