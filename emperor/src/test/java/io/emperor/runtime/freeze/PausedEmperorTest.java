package io.emperor.runtime.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.lease.LeaseClock;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An emperor in a process of its own, which is paused and killed. */
@Timeout(90)
class PausedEmperorTest {

  /** After the last renewal. */
  private static final Duration SILENT_WITHIN = Duration.ofMillis(3100);

  private static final List<String> NAMES = List.of("first", "helper", "orphan");

  private final LeaseClock clock = LeaseClock.ofMachine();

  @TempDir Path directory;

  private Process emperor;

  @BeforeEach
  void start() throws IOException {
    String script =
        "(setsid sh -c '"
            + Beats.script("orphan")
            + "' &) ; ("
            + Beats.script("helper")
            + ") & "
            + Beats.script("first");
    emperor =
        new ProcessBuilder(
                Processes.java(),
                "-cp",
                System.getProperty("java.class.path"),
                LeasedEmperor.class.getName(),
                directory.toString(),
                script)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    for (String name : NAMES) {
      Await.within(Duration.ofSeconds(30), name + " runs", () -> beats(name).count() > 0);
    }
  }

  @AfterEach
  void end() throws Exception {
    emperor.destroyForcibly().waitFor();
    try (ChildProcesses next = new ChildProcesses(directory)) {
      next.endSurvivors();
    }
    Await.until("its guard has ended", () -> here().isEmpty());
  }

  private Beats beats(String name) {
    return new Beats(directory.resolve(name));
  }

  private List<ProcessHandle> here() {
    return ProcessHandle.allProcesses().filter(this::runsHere).toList();
  }

  /** By its working directory, which is this test's alone. */
  private boolean runsHere(ProcessHandle process) {
    try {
      Path place = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return place.toRealPath().startsWith(directory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + emperor.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private long lastRenewal() throws IOException {
    List<String> all = Files.readAllLines(directory.resolve("renewals"));
    return Long.parseLong(all.get(all.size() - 1));
  }

  private void assertSilentInTime() throws Exception {
    for (String name : NAMES) {
      beats(name).assertSilent();
      Duration spoke = Duration.ofNanos(beats(name).last() - lastRenewal());
      assertThat(spoke).as(name).isLessThan(SILENT_WITHIN);
    }
  }

  private void awaitDeadline() {
    Await.until(
        "it is over", () -> clock.now().sinceBoot() - lastRenewal() > SILENT_WITHIN.toNanos());
  }

  @Test
  void whatAPausedEmperorRunsIsSilentInTimeAndNeverSpeaksAgain() throws Exception {
    for (String name : NAMES) {
      beats(name).awaitMore(150); // for longer than the lease is held without a renewal
    }

    signal("STOP");
    awaitDeadline();
    assertSilentInTime();
    signal("CONT");
    Await.until("it has seen so", () -> Files.exists(directory.resolve("over")));

    assertSilentInTime();
  }

  @Test
  void whatAKilledEmperorHasRunIsKilledAndItsGuardEnds() throws Exception {
    signal("KILL");
    Await.within(Duration.ofMillis(3600), "nobody is left", () -> here().isEmpty());

    assertSilentInTime();
    assertThat(directory.resolve("freeze")).isEmptyDirectory();
  }

  @Test
  void whatIsFrozenWhenTheEmperorIsKilledIsKilled() throws Exception {
    signal("STOP");
    awaitDeadline();
    signal("KILL");
    Await.within(Duration.ofSeconds(2), "nobody is left", () -> here().isEmpty());

    assertSilentInTime();
  }
}
