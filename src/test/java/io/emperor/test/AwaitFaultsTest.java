package io.emperor.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code emperor await} where something is missing, hostile or killed. */
class AwaitFaultsTest {

  private static final String EMPEROR = EmperorProcess.HOME.resolve("bin/emperor").toString();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroy);
  }

  private Process start(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(EMPEROR, "await"));
    all.addAll(List.of(words));
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String output() {
    return new PrintedFile(directory.resolve("output")).text();
  }

  private void says(String text) {
    new PrintedFile(directory.resolve("output")).says(text);
  }

  @Test
  void anAgentThatComesLaterIsWaitedForAndSpokenOfOnce() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.kill();
      Process process =
          start("--consul-agent", agent.httpAddress(), "--service", "shop", "--", "echo", "ready");
      says("does not answer");
      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isFalse();

      agent.restart();
      says("answers: goes on");
      agent.put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 80}");

      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(output())
          .endsWith("ready\n")
          .containsOnlyOnce("does not answer")
          .containsOnlyOnce("answers: goes on");
    }
  }

  @Test
  void aCheckedCommandIsCriticalUntilItsPathAnswers() throws Exception {
    AtomicInteger answer = new AtomicInteger(503);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    http.start();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      Process process =
          start(
              "--consul-agent=" + agent.httpAddress(),
              "--register=shop",
              "--port=" + http.getAddress().getPort(),
              "--check-http=/health",
              "--",
              "sleep",
              "300");

      consul.status("shop", "critical");
      Await.within(
          PATIENCE,
          "the agent knows why",
          () -> consul.get("/v1/agent/checks").toString().contains("503"));
      answer.set(204);
      consul.status("shop", "passing");
      answer.set(500);
      consul.status("shop", "critical");
      process.destroy();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      consul.gone("shop");
    } finally {
      http.stop(0);
    }
  }

  @Test
  void aCommandIsPassingWhileItsPortTakesConnections() throws Exception {
    int port = FreePort.find();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      Process process =
          start(
              "--consul-agent=" + agent.httpAddress(),
              "--register=shop",
              "--port=" + port,
              "--",
              "sleep",
              "300");

      consul.status("shop", "critical");
      try (ServerSocket listening = new ServerSocket(port)) {
        assertThat(listening.isBound()).isTrue();
        consul.status("shop", "passing");
      }
      consul.status("shop", "critical");
      process.destroy();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--watch"})
  void noValueIsEverReadAsAWordOfTheShell(String option) throws Exception {
    Map<String, String> values = new TreeMap<>();
    values.put("QUOTES", "a'b\"c' \"; touch made #");
    values.put("LINES", "\n\none\n=MADE\n+up\nend\n\n");
    values.put("DOLLARS", "$HOME ${HOME} $(touch made) `touch made` $$");
    values.put("BACKSLASHES", "\\ \\n \\$HOME \\");
    values.put("BLANKS", "  \t a  * ? ~ \r");
    values.put("OTHERS", "äöü \u20ac \ud83d\udc51 -n -e %s");
    values.put("EMPTY", "");
    Files.writeString(
        directory.resolve("values.yaml"),
        new ObjectMapper().writeValueAsString(Map.of("app", values)));
    Files.writeString(
        directory.resolve("inputs.yaml"),
        "sources: [{file: values.yaml}]\nenv:\n"
            + values.keySet().stream()
                .map(name -> "  " + name + ": \"${app." + name + "}\"\n")
                .collect(Collectors.joining()));
    List<String> words =
        new ArrayList<>(List.of("--input=" + directory.resolve("inputs.yaml"), "--", "sh", "-c"));
    words.add(
        "cd '" + directory + "'; env -0 >found; " + "[ -e made ] && echo made; echo end of $0");
    if (!option.isEmpty()) {
      words.add(0, option);
    }

    Process process = start(words.toArray(String[]::new));

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output()).isEqualTo("end of sh\n");
    List<String> found =
        List.of(Files.readString(directory.resolve("found"), UTF_8).split("\0", -1));
    values.forEach((name, value) -> assertThat(found).contains(name + "=" + value));
    assertThat(found)
        .noneMatch(variable -> variable.startsWith("emperor_await"))
        .noneMatch(variable -> variable.startsWith("MADE") || variable.startsWith("EMPEROR_AWAIT"));
  }

  @Test
  void aKilledLauncherLeavesNothing() throws Exception {
    Process process = start("--wait=file:///none", "--", "true");
    says("waits for");
    List<ProcessHandle> all = process.descendants().toList();
    Path own = directoryOf(all);
    assertThat(own).isDirectory();

    process.destroyForcibly();

    Await.within(
        Duration.ofSeconds(3),
        "nothing is left",
        () -> all.stream().noneMatch(AwaitFaultsTest::runs) && !Files.exists(own));
  }

  /** Whoever has adopted it may never ask how it ended. */
  private static boolean runs(ProcessHandle process) {
    String state = Command.run("ps", "-o", "stat=", "-p", Long.toString(process.pid())).output();
    return !state.isEmpty() && !state.startsWith("Z");
  }

  /** The one that the launcher has told the JVM of. */
  private static Path directoryOf(List<ProcessHandle> processes) throws IOException {
    String prefix = "EMPEROR_AWAIT=";
    for (ProcessHandle process : processes) {
      String environment = Files.readString(Path.of("/proc/" + process.pid() + "/environ"), UTF_8);
      for (String variable : environment.split("\0", -1)) {
        if (variable.startsWith(prefix)) {
          return Path.of(variable.substring(prefix.length()));
        }
      }
    }
    throw new AssertionError("no process has " + prefix);
  }
}
