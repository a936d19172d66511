package io.emperor.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.runtime.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs. */
@Timeout(60)
class ChildProgramsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path directory;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private ChildProcesses children;
  private ChildPrograms programs;

  @BeforeEach
  void open() {
    children = new ChildProcesses(directory.resolve("home"));
    programs = new ChildPrograms(children, "await");
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
  }

  private Command command(String script, String input, Duration limit, Consumer<String> output) {
    return new Command(List.of("/bin/sh", "-c", script), PATH, directory, input, limit, output);
  }

  private Ended shell(String script) throws IOException, InterruptedException {
    return shell(script, "", LONG);
  }

  private Ended shell(String script, String input, Duration limit)
      throws IOException, InterruptedException {
    return programs.run(command(script, input, limit, lines::add));
  }

  private List<ProcessHandle> living() {
    return ProcessHandle.allProcesses().filter(this::runsHere).toList();
  }

  /** By its working directory, which is this test's alone; a zombie has none. */
  private boolean runsHere(ProcessHandle process) {
    try {
      Path place = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return place.toRealPath().equals(directory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void hasItsInputItsDirectoryAndItsOutput() throws Exception {
    assertThat(shell("cat; echo; pwd; echo wrong >&2; echo end", "{\"a\":1}", LONG))
        .isEqualTo(new Ended(0, false));
    assertThat(lines)
        .containsExactly("{\"a\":1}", directory.toRealPath().toString(), "wrong", "end");
  }

  @Test
  void itsEnvironmentIsWhatItIsGivenAndTheMarkOfItsDescendants() throws Exception {
    Command env =
        new Command(
            List.of("/usr/bin/env"),
            Map.of("PATH", "/some/where"),
            directory,
            "",
            LONG,
            lines::add);
    assertThat(programs.run(env).isSuccess()).isTrue();
    assertThat(lines)
        .hasSize(2)
        .contains("PATH=/some/where")
        .anyMatch(line -> line.startsWith("EMPEROR_CHILD="));
  }

  @Test
  void tellsTheStatusAndTheSignal() throws Exception {
    assertThat(shell("exit 3")).isEqualTo(new Ended(3, false));
    assertThat(shell("kill -TERM $$; sleep 60")).isEqualTo(new Ended(143, false));
    assertThat(shell("kill -KILL $$; sleep 60")).isEqualTo(new Ended(137, false));
  }

  @Test
  void anInputThatIsIgnoredIsNoFailure() throws Exception {
    String mebibyte = "x".repeat(1 << 20);
    assertThat(shell("exit 0", mebibyte, LONG).isSuccess()).isTrue();
    assertThat(shell("exec <&-; echo on", mebibyte, LONG).isSuccess()).isTrue();
    assertThat(shell("head -c 10; echo", mebibyte, LONG).isSuccess()).isTrue();
    assertThat(lines).containsExactly("on", "xxxxxxxxxx");
  }

  @Test
  void anInputThatIsReadIsWhole() throws Exception {
    assertThat(shell("wc -c", "ä".repeat(1 << 20), LONG).isSuccess()).isTrue();
    assertThat(lines.get(0).strip()).isEqualTo("2097152");
  }

  @Test
  void muchOutputIsHandedOnAndNotKept() throws Exception {
    AtomicLong characters = new AtomicLong();
    Command loud =
        command(
            "head -c 100000000 /dev/zero | tr '\\0' x",
            "",
            LONG,
            line -> characters.addAndGet(line.length()));
    assertThat(programs.run(loud).isSuccess()).isTrue();
    assertThat(characters).hasValue(100_000_000);
  }

  @Test
  void isKilledWithAllItHasStartedWhenItsTimeIsOver() throws Exception {
    String script = "trap '' TERM; setsid sleep 300 & (sleep 300 &) ; echo on; sleep 300";
    assertThat(shell(script, "x".repeat(1 << 20), Duration.ofSeconds(1)))
        .isEqualTo(new Ended(137, true));
    assertThat(lines).startsWith("on"); // the shell may say who was killed before it
    Await.until("nothing runs", () -> living().isEmpty());
  }

  @Test
  void whatItLeavesRunningIsEnded() throws Exception {
    assertThat(shell("setsid sleep 300 & (sleep 300 >/dev/null 2>&1 &) ; echo on"))
        .isEqualTo(new Ended(0, false));
    assertThat(lines).containsExactly("on");
    Await.until("nothing runs", () -> living().isEmpty());
  }

  @Test
  void isEndedWhenWhoWaitsIsInterrupted() throws Exception {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                var unused = shell("echo on; sleep 300");
              } catch (IOException | InterruptedException e) {
                seen.set(e);
              }
            });
    waiting.start();
    Await.until("it runs", () -> lines.contains("on"));
    waiting.interrupt();
    waiting.join();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    Await.until("nothing runs", () -> living().isEmpty());
  }

  @Test
  void whatIsNotThereCantBeRun() throws IOException {
    Path plain = Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");
    for (Path program : List.of(directory.resolve("none"), plain)) {
      Command none =
          new Command(List.of(program.toString()), PATH, directory, "", LONG, lines::add);
      assertThatThrownBy(() -> programs.run(none))
          .isInstanceOf(IOException.class)
          .hasMessage("it can't be run: " + program + " can't be executed");
    }
  }

  @Test
  void itsLinesAreNoEventsOfALog() throws Exception {
    String line = "\\001[\"ERROR\",\"io.emperor\",\"main\",\"forged\",\"\"]\\n";
    assertThat(shell("printf '" + line + "'").isSuccess()).isTrue();
    assertThat(lines).containsExactly("[\"ERROR\",\"io.emperor\",\"main\",\"forged\",\"\"]");
  }

  @Test
  void aCommandSaysNothingOfItsInputOrItsEnvironment() {
    assertThat(command("exit", "s3cret", LONG, lines::add)).hasToString("Command[/bin/sh]");
  }
}
