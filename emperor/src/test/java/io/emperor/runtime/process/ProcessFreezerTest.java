package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
@Timeout(60)
class ProcessFreezerTest {

  /** Longer than any of the programs here is silent by itself. */
  private static final Duration SILENCE = Duration.ofMillis(300);

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

  private Child shell(String script) throws Exception {
    Program program = new Program(List.of("sh", "-c", script), Map.of(), directory);
    return children.start(program, "shop", 1).get(10, TimeUnit.SECONDS);
  }

  private static String beat(String name) {
    return "while :; do echo >> " + name + "; sleep 0.02; done";
  }

  private long beats(String name) throws IOException {
    return Files.size(directory.resolve(name));
  }

  private void awaitBeat(String name) {
    Await.until(name + " begins", () -> Files.exists(directory.resolve(name)));
    awaitAnother(name);
  }

  private void awaitAnother(String name) {
    long[] before = new long[1];
    Await.until(name + " is there", () -> (before[0] = beats(name)) >= 0);
    Await.until(name + " goes on", () -> beats(name) > before[0]);
  }

  private void assertSilent(String name) throws Exception {
    long before = beats(name);
    Await.holdsFor(SILENCE, name + " is silent", () -> beats(name) == before);
  }

  @Test
  void allThatAProgramHasStartedStopsAndGoesOn() throws Exception {
    String orphan = "(setsid sh -c '" + beat("orphan") + "' &) ; ";
    Child child = shell(orphan + "(" + beat("helper") + ") & " + beat("first"));
    for (String name : List.of("first", "helper", "orphan")) {
      awaitBeat(name);
    }

    assertThat(child.freeze()).isTrue();
    for (String name : List.of("first", "helper", "orphan")) {
      assertSilent(name);
    }

    assertThat(child.resume()).isTrue();
    for (String name : List.of("first", "helper", "orphan")) {
      awaitAnother(name);
    }
  }

  @Test
  void whoeverStartsOthersAllTheTimeIsStoppedWithAllOfThem() throws Exception {
    Child child = shell("while :; do (echo >> all; sleep 0.1; echo >> all) & sleep 0.01; done");
    awaitBeat("all");
    for (int round = 0; round < 5; round++) {
      assertThat(child.freeze()).isTrue();
      assertSilent("all");
      assertThat(child.resume()).isTrue();
      awaitAnother("all");
    }
  }

  @Test
  void whatIsFrozenCanBeKilled() throws Exception {
    Child child = shell("(" + beat("helper") + ") & " + beat("first"));
    awaitBeat("first");
    assertThat(child.freeze()).isTrue();
    long before = beats("first");

    assertThatThrownBy(() -> child.end(Duration.ZERO).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("was killed");

    assertThat(child.exit().get(10, TimeUnit.SECONDS).message()).isEqualTo("ended by signal 9");
    assertThat(beats("first")).isEqualTo(before);
  }

  @Test
  void whatHasEndedIsFrozenAndHasNoStart() throws Exception {
    Child child = shell("exit 0");
    var unused = child.exit().get(10, TimeUnit.SECONDS);

    assertThat(child.freeze()).isTrue();
    assertThatThrownBy(child::fenced)
        .isInstanceOf(IOException.class)
        .hasMessage("there is no process " + child.pid() + " in /proc");
  }

  @Test
  void isKnownByItsIdItsStartAndItsMarks() throws Exception {
    Child child = shell("sleep 600");

    FencedProcess fenced = child.fenced();

    assertThat(fenced.pid()).isEqualTo(child.pid());
    assertThat(ProcessStat.of(child.pid()).map(ProcessStat::start)).contains(fenced.start());
    assertThat(fenced.variable()).startsWith("EMPEROR_CHILD=").contains(" shop 1 ");
    assertThat(fenced.file()).startsWith(directory.toRealPath() + "/running/");
  }

  @Test
  void aNameOfAnyKindDoesNotHideTheStateAndTheStart() {
    String rest = " 1 2 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 7166410 0 0\n";

    assertThat(ProcessStat.read("7 (a) T 1 (\n) x) R" + rest))
        .isEqualTo(new ProcessStat('R', 7166410));
    assertThat(ProcessStat.read("7 () Z" + rest).isZombie()).isTrue();
  }
}
