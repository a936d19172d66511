package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.runtime.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
@Timeout(60)
class ChildProcessesTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  private ChildProcesses children;

  @BeforeEach
  void open() {
    children = new ChildProcesses(directory);
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
  }

  private Child start(Map<String, String> environment, String... words) throws Exception {
    return children
        .start(new Program(List.of(words), environment, directory), "shop", 1)
        .get(10, TimeUnit.SECONDS);
  }

  private Child shell(String script) throws Exception {
    return start(Map.of(), "sh", "-c", script);
  }

  private static Exit exit(Child child) throws Exception {
    return child.exit().get(10, TimeUnit.SECONDS);
  }

  private List<ProcessHandle> living() {
    return ProcessHandle.allProcesses().filter(this::runsHere).toList();
  }

  /** By its working directory, which is this test's alone. */
  private boolean runsHere(ProcessHandle process) {
    try {
      Path place = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return place.toRealPath().equals(directory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void runsInItsDirectoryWithItsEnvironment() throws Exception {
    Child child = start(Map.of("GREETING", "good day"), "sh", "-c", "echo $GREETING from $PWD");
    assertThat(exit(child)).isEqualTo(new Exit(0, "good day from " + directory.toRealPath()));
  }

  @Test
  void aStatusAboveAHundredAndTwentyEightIsASignal() throws Exception {
    assertThat(exit(shell("echo last; kill -9 $$")).message())
        .isEqualTo("ended by signal 9, its last line: last");
    assertThat(exit(shell("exit 3")).message()).isEqualTo("exited with status 3");
    assertThat(exit(shell("exit 26")).asksForAPause()).isTrue();
  }

  @Test
  void isAskedToEndFirst() throws Exception {
    Child child =
        shell("trap 'touch asked; exit 0' TERM; touch ready; while :; do sleep 0.1; done");
    Await.until("it listens", () -> Files.exists(directory.resolve("ready")));

    child.end(LONG).get(10, TimeUnit.SECONDS);

    assertThat(directory.resolve("asked")).exists();
    assertThat(exit(child).status()).isZero();
  }

  @Test
  void isAskedByTheSignalThatItKnows() throws Exception {
    Child child =
        shell(
            "trap 'touch asked; exit 0' QUIT; trap 'touch wrong' TERM; touch ready;"
                + " while :; do sleep 0.1; done");
    Await.until("it listens", () -> Files.exists(directory.resolve("ready")));

    child.end(LONG, new StopSignal("QUIT", true)).get(10, TimeUnit.SECONDS);

    assertThat(directory.resolve("asked")).exists();
    assertThat(directory.resolve("wrong")).doesNotExist();
  }

  @Test
  void theFirstAloneIsAskedAndTheOthersOnceItHasEnded() throws Exception {
    Child child =
        shell(
            "sh -c 'trap \"touch wrong\" USR1; trap \"touch later; exit 0\" TERM; touch ready;"
                + " while :; do sleep 0.1; done' & trap 'touch asked; exit 0' USR1; wait");
    Await.until("both listen", () -> Files.exists(directory.resolve("ready")));

    child.end(LONG, new StopSignal("USR1", false)).get(10, TimeUnit.SECONDS);

    assertThat(directory.resolve("asked")).exists();
    assertThat(directory.resolve("later")).exists();
    assertThat(directory.resolve("wrong")).doesNotExist();
  }

  @Test
  void whatDoesNotEndIsKilledWithEverythingItStarted() throws Exception {
    Child child =
        shell(
            "trap '' TERM; sh -c 'trap \"\" TERM; setsid sleep 600' & sleep 600 & touch ready; wait; wait");
    Await.until(
        "all have begun", () -> Files.exists(directory.resolve("ready")) && living().size() > 3);

    assertThatThrownBy(() -> child.end(Duration.ofMillis(300)).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("was killed");

    Await.until("none is left", () -> living().isEmpty());
  }

  @Test
  void theOrphansOfAProgramThatEndedAreFound() throws Exception {
    Child child = shell("setsid sleep 600 > /dev/null 2>&1 & exit 0");
    assertThat(exit(child).status()).isZero();
    Await.until("its child lives on", () -> living().size() == 1);

    child.end(LONG).get(10, TimeUnit.SECONDS);

    assertThat(living()).isEmpty();
  }

  /** It has no mark in its environment, and is asked in vain. */
  private static final String STRAY =
      "env -i PATH=\"$PATH\" setsid sh -c 'trap \"\" TERM; touch stray; while :; do sleep 0.1; done'";

  private void awaitStray() {
    Await.until("the stray runs", () -> Files.exists(directory.resolve("stray")));
  }

  @Test
  void aDescendantThatHidesIsRememberedWhenItsParentIsGone() throws Exception {
    Child child = shell(STRAY + " 3<&- & wait");
    awaitStray();

    assertThatThrownBy(() -> child.end(Duration.ofMillis(300)).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("was killed");

    Await.until("none is left", () -> living().isEmpty());
  }

  @Test
  void aDescendantThatHidWasSeenBefore() throws Exception {
    Child child = shell(STRAY + " 3<&- & until test -e seen; do sleep 0.05; done");
    awaitStray();
    ProcessHandle stray =
        living().stream().filter(one -> one.pid() != child.pid()).findFirst().orElseThrow();
    Await.until(
        "it was looked at",
        () -> {
          child.look();
          return child.knows(stray);
        });
    Files.createFile(directory.resolve("seen"));
    assertThat(exit(child).status()).isZero();

    assertThatThrownBy(() -> child.end(Duration.ofMillis(300)).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("was killed");

    Await.until("none is left", () -> living().isEmpty());
  }

  @Test
  void aDaemonThatAScriptLeavesBehindIsFound() throws Exception {
    Child child = shell("(" + STRAY + " > /dev/null 2>&1 &) ; exit 0");
    assertThat(exit(child).status()).isZero();
    awaitStray();

    assertThatThrownBy(() -> child.end(Duration.ofMillis(300)).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("was killed");

    Await.until("none is left", () -> living().isEmpty());
  }

  @Test
  void theNextRunKillsWhatHides() throws Exception {
    Child child = shell("(" + STRAY + " > /dev/null 2>&1 &) ; exit 0");
    assertThat(exit(child).status()).isZero();
    awaitStray();
    try (ChildProcesses next = new ChildProcesses(directory)) {
      next.endSurvivors();
      Await.until("none is left", () -> living().isEmpty());
    }
  }

  @Test
  void theNextRunKillsWhatIsLeft() throws Exception {
    Child left = shell("sleep 600");
    try (ChildProcesses next = new ChildProcesses(directory);
        ChildProcesses another = new ChildProcesses(directory.resolve("other"))) {
      another.endSurvivors();
      assertThat(left.isAlive()).isTrue();
      next.endSurvivors();
      assertThat(exit(left).message()).isEqualTo("ended by signal 9");
    }
  }

  @Test
  void whatCantBeRunIsNamed() {
    assertThatThrownBy(() -> start(Map.of(), "no-such-program"))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("there is no program no-such-program on the PATH");
    assertThatThrownBy(() -> start(Map.of(), "./missing"))
        .hasMessageContaining("./missing can't be executed");
    Program nowhere = new Program(List.of("true"), Map.of(), directory.resolve("nowhere"));
    assertThatThrownBy(() -> children.start(nowhere, "shop", 1).get())
        .hasMessageContaining("nowhere is no directory");
  }
}
