package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code emperor await} as a user runs it, up to the command and beyond. */
class AwaitTest {

  private static final String EMPEROR = EmperorProcess.HOME.resolve("bin/emperor").toString();

  @TempDir Path directory;

  private static Command await(String... words) {
    List<String> all = new ArrayList<>(List.of(EMPEROR, "await"));
    all.addAll(List.of(words));
    return Command.run(all.toArray(String[]::new));
  }

  private Process start(String... words) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("env", "--default-signal=INT,QUIT,HUP", EMPEROR, "await"));
    all.addAll(List.of(words));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  private String output() {
    return new PrintedFile(directory.resolve("output")).text();
  }

  private void says(String text) {
    new PrintedFile(directory.resolve("output")).says(text);
  }

  @Test
  void theCommandHasTheSameProcessIdAndEveryWord() throws Exception {
    Process process = start("--", "sh", "-c", "echo $$; printf '<%s>' \"$@\"", "sh", "a b", "$x'");

    assertThat(process.waitFor()).isZero();
    assertThat(output()).isEqualTo(process.pid() + "\n<a b><$x'>");
  }

  @Test
  void whatCantBeRunHasTheUsualStatusAndALine() {
    assertThat(await("--", "/nowhere").status()).isEqualTo(127);
    assertThat(await("--", "/etc/passwd").status()).isEqualTo(126);
    assertThat(await("--", "/nowhere").output()).contains("can't be run: there is no /nowhere");
  }

  @Test
  void aTimeOutNamesAllThatIsMissing() {
    Command late =
        await(
            "--timeout",
            "1s",
            "--wait",
            "tcp://localhost:1",
            "--wait",
            "file:///none",
            "--",
            "true");

    assertThat(late.status()).isEqualTo(124);
    assertThat(late.output())
        .containsPattern(" ERROR await: .*still missing: tcp://localhost:1.*file:///none");
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130", "HUP,129", "QUIT,131", "USR1,138", "USR2,140"})
  void aSignalEndsTheWait(String signal, int status) throws Exception {
    Process process = start("--wait", "file:///none", "--", "true");
    says("waits for");

    Command.run("kill", "-" + signal, Long.toString(process.pid())).orFail();

    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(status);
    assertThat(process.descendants()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "WINCH", "CONT", "URG"})
  void aParentHandsSignalsOn(String signal) throws Exception {
    Process process =
        start(
            "--watch",
            "--",
            "sh",
            "-c",
            "trap 'echo got; exit 9' " + signal + "; echo up; while :; do sleep 0.1; done");
    says("up");

    Command.run("kill", "-" + signal, Long.toString(process.pid())).orFail();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(9);
    assertThat(output()).contains("got");
  }

  @Test
  void aStormOfSignalsLeavesAParentWhereItIs() throws Exception {
    Process process =
        start(
            "--watch",
            "--",
            "sh",
            "-c",
            "trap '' HUP USR1 USR2 QUIT; trap 'exit 9' ALRM; echo up; while :; do sleep 0.1; done");
    says("up");
    String storm =
        """
        i=0
        while [ $i -lt 10000 ]; do
          for signal in USR1 QUIT; do
            kill -s $signal $0 || exit 1
            j=0; while [ $j -lt $((i % 50 * 2)) ]; do j=$((j + 1)); done
          done
          i=$((i + 1))
        done
        """;

    Command.run("sh", "-c", storm, Long.toString(process.pid())).orFail();

    Command.run("kill", "-ALRM", Long.toString(process.pid())).orFail();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(9);
  }

  @Test
  void aParentIsFoundBehindALinkAndLosesNoOpenFile() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("await"), Path.of(EMPEROR));
    Files.writeString(directory.resolve("input"), "standard input\n");
    String files = "exec 3<input 4<input 5<input 6<input 7<input 8<input 9<input; \"$@\" <input";

    Command found =
        Command.run(
            "sh",
            "-c",
            "cd '" + directory + "'; " + files,
            "sh",
            link.toString(),
            "await",
            "--watch",
            "--",
            "sh",
            "-c",
            "cat; for n in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$n ] || echo no $n; done");

    assertThat(found.output()).isEqualTo("standard input");
  }

  @Test
  void aParentEndsTheWholeTreeWhenItsTimeIsUp() throws Exception {
    Process process =
        start(
            "--watch",
            "--stop-timeout",
            "1s",
            "--",
            "sh",
            "-c",
            "trap '' TERM; echo up; sleep 60 & while :; do sleep 0.1; done");
    says("up");
    List<ProcessHandle> all = process.descendants().toList();

    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(all).allMatch(AwaitTest::hasEnded);
  }

  /** Whoever has adopted it may never ask how it ended. */
  private static boolean hasEnded(ProcessHandle process) {
    String state = Command.run("ps", "-o", "stat=", "-p", Long.toString(process.pid())).output();
    return state.isEmpty() || state.startsWith("Z");
  }

  @Test
  void aRegisteredCommandIsDeregisteredBeforeItIsToldToEnd() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      Process process =
          start(
              "--consul-agent",
              agent.httpAddress(),
              "--register",
              "shop",
              "--port",
              "8081",
              "--check-tcp",
              "none",
              "--tag",
              "blue",
              "--",
              "sh",
              "-c",
              "trap 'echo told; sleep 2; exit 0' TERM; while :; do sleep 0.1; done");
      assertThat(consul.passing("shop").get("Service").get("Tags").toString()).contains("blue");

      process.destroy();
      says("told");

      assertThat(consul.get("/v1/agent/services")).isEmpty();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }

  @Test
  void discosOwnWordsRunACommand() {
    String disco = EmperorProcess.HOME.resolve("bin/disco").toString();

    assertThat(Command.run(disco, "sh", "-c", "echo $0 $1", "--help", "-l").output())
        .isEqualTo("--help -l");
    assertThat(Command.run(Map.of("DISCO_CFG", "nope.x=1"), disco, "true").status()).isEqualTo(2);
  }
}
