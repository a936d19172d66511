package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.cli.run.ExitStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FleetApplyCommandTest {

  @TempDir Path files;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      CommandLines.all().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void writesEachFileAndSaysWhatBecameOfIt() throws Exception {
    answer(200, "{\"name\":\"shop\",\"key\":\"consul:v/shop.yaml\",\"outcome\":\"created\"}");

    int status = fleet("apply", file("shop.yaml", "command: [sleep, 60]\n"));

    assertThat(status).isEqualTo(ExitStatus.CLEAN);
    assertThat(out.toString().strip()).isEqualTo("shop: created");
    assertThat(requests)
        .containsExactly(
            "POST /v1/fleet/files/apply?file=shop.yaml {\"text\":\"command: [sleep, 60]\\n\"}");
  }

  @Test
  void programsGetAList() throws Exception {
    answer(200, "{\"name\":\"shop\",\"key\":\"consul:v/shop.yaml\",\"outcome\":\"changed\"}");

    int status = fleet("apply", "--json", file("shop.yaml", "command: [sleep, 60]\n"));

    assertThat(status).isEqualTo(ExitStatus.CLEAN);
    assertThat(out.toString().strip())
        .isEqualTo("[{\"name\":\"shop\",\"key\":\"consul:v/shop.yaml\",\"outcome\":\"changed\"}]");
  }

  @Test
  void allProblemsAreToldAtOnceAndNothingIsWritten() throws Exception {
    answer(200, "{}");
    Path big = files.resolve("big.yaml");
    Files.writeString(big, "#".repeat(512 * 1024 + 1));
    Path latin = files.resolve("latin.ini");
    Files.write(latin, new byte[] {'#', (byte) 0xe4});

    int status =
        fleet(
            "apply",
            file("good.yaml", "command: [sleep, 60]\n"),
            file("typo.yaml", "\ncomand: [sleep]\n"),
            file("near.yaml", "app: shop.jar\n"),
            file("good.ini", "command = sleep\n"),
            file("notes.txt", "hello"),
            file("-x.yaml", "command: [sleep]"),
            files.resolve("none.yaml").toString(),
            big.toString(),
            latin.toString());

    assertThat(status).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(requests).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(8)
        .allMatch(line -> line.startsWith("emperor: " + files))
        .anyMatch(line -> line.contains("typo.yaml:2: comand: unknown key: did you mean command?"))
        .anyMatch(line -> line.contains("near.yaml:1: app: \"shop.jar\" begins in no directory"))
        .anyMatch(line -> line.contains("good.ini: is the same vassal's as " + files))
        .anyMatch(line -> line.contains("notes.txt: is no vassal's configuration"))
        .anyMatch(line -> line.contains("-x.yaml: is no vassal's configuration"))
        .anyMatch(line -> line.contains("none.yaml: is no file"))
        .anyMatch(line -> line.contains("big.yaml: is larger than 512 KB"))
        .anyMatch(line -> line.contains("latin.ini: is not UTF-8"));
  }

  @Test
  void aRefusalIsSaidInTheEmperorsWords() throws Exception {
    answer(409, "{\"error\":\"run it with --vassals consul:PREFIX\",\"emperor\":\"one\"}");

    int status = fleet("apply", file("shop.yaml", "command: [sleep, 60]\n"));

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString().strip())
        .isEqualTo("emperor one: run it with --vassals consul:PREFIX");
  }

  @Test
  void removesAVassal() {
    answer(200, "{\"name\":\"shop\",\"key\":\"consul:v/shop.yaml\",\"outcome\":\"removed\"}");

    assertThat(fleet("remove", "shop")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().strip()).isEqualTo("shop: removed");
    assertThat(requests).containsExactly("POST /v1/fleet/files/remove?name=shop {}");
  }

  @Test
  void saysWhenThereIsNoneToRemove() {
    answer(200, "{\"name\":\"shop\",\"key\":\"consul:v/shop\",\"outcome\":\"absent\"}");

    assertThat(fleet("remove", "shop")).isEqualTo(ExitStatus.FAILED);

    assertThat(out.toString().strip()).isEqualTo("shop: has no configuration in Consul");
  }

  @Test
  void anOptionBeforeTheLastCommandIsNotLost() {
    assertThat(commandLine.execute("fleet", "--admin", "127.0.0.1:1", "remove", "shop"))
        .isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString())
        .contains("--admin: belongs behind the command: emperor fleet remove --admin");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(files.resolve(name), text).toString();
  }

  private void answer(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var unused =
        server.createContext(
            "/v1/fleet/files",
            exchange -> {
              requests.add(
                  exchange.getRequestMethod()
                      + " "
                      + exchange.getRequestURI()
                      + " "
                      + new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              exchange.sendResponseHeaders(status, bytes.length);
              try (OutputStream to = exchange.getResponseBody()) {
                to.write(bytes);
              }
            });
  }

  private int fleet(String command, String... words) {
    String place = String.format(Locale.ROOT, "127.0.0.1:%d", server.getAddress().getPort());
    return commandLine.execute(
        Stream.concat(Stream.of("fleet", command, "--admin", place), Stream.of(words))
            .toArray(String[]::new));
  }
}
