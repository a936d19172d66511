package io.emperor.devagent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MainTest {

  private static final int TERMINATED = 128 + 15;

  /** With what the agent needs, and no library that writes logs. */
  private static Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-cp");
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("logback") && !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String selfOf(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/agent/self")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @ParameterizedTest
  @CsvSource({"1.8, 1.8.7", "modern, 1.22.0"})
  void saysWhereItListensAndNothingElse(String word, String version) throws Exception {
    Process process = start("--consul", word, "--port", "0");
    try (BufferedReader output = process.inputReader(UTF_8)) {
      String line = output.readLine();
      assertThat(line).matches("listening on http://127\\.0\\.0\\.1:\\d+");
      String self = selfOf(line.substring("listening on ".length()));
      assertThat(self).contains("\"Version\": \"" + version + "\"", "\"NodeName\": \"dev-agent\"");

      process.toHandle().destroy();

      assertThat(output.readLine()).isNull();
      assertThat(process.waitFor()).isEqualTo(TERMINATED);
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port, '--port without a value: --port N and --consul 1.8|modern are known'",
    "--port=1, '--port=1 without a value: --port N and --consul 1.8|modern are known'",
    "--host x, 'unknown option --host: --port N and --consul 1.8|modern are known'",
    "--port x, 'no port: ''x'', only 0 to 65535'",
    "--port 65536, 'no port: ''65536'', only 0 to 65535'",
    "--consul 2, 'no such Consul: ''2'', only 1.8 or modern'",
  })
  void refusesWrongArguments(String args, String complaint) throws Exception {
    Process process = start(args.split(" "));
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(output).isEqualTo("dev-agent: " + complaint + System.lineSeparator());
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void endsIfThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start("--port", Integer.toString(taken.getLocalPort()));
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(process.inputReader(UTF_8).lines())
          .singleElement()
          .asString()
          .startsWith("dev-agent: the dev agent can't listen on 127.0.0.1:" + taken.getLocalPort());
      assertThat(process.exitValue()).isEqualTo(1);
    }
  }
}
