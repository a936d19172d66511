package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.option.RunOption;
import io.emperor.cli.run.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      CommandLines.all().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryOptionAndEndsClean(String word) {
    assertThat(commandLine.execute(word)).isEqualTo(ExitStatus.CLEAN);

    for (RunOption option : RunOption.values()) {
      assertThat(out.toString()).contains(option.flag());
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void runHasTheSameOptions() {
    assertThat(commandLine.execute("run", "--help")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString()).contains("emperor run", "--vassals", "--max-throttle");
  }

  @Test
  void versionIsOneLine() {
    assertThat(commandLine.execute("--version")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().lines()).singleElement().asString().startsWith("emperor ");
  }

  @Test
  void wrongWordsAreToldLineByLineAndEndWithTwo() {
    assertThat(commandLine.execute("--scan-interval", "often", "--vasals", "dir"))
        .isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString().lines())
        .anyMatch(line -> line.startsWith("emperor: --scan-interval: "))
        .anyMatch(line -> line.startsWith("emperor: --vasals: unknown option"))
        .endsWith("Try 'emperor --help'.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theSubcommandRefusesTheSameWords() {
    assertThat(commandLine.execute("run", "--throttle", "soon")).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString()).contains("emperor: --throttle: ", "soon");
  }

  @Test
  void anOptionWithoutItsValueIsTold() {
    assertThat(commandLine.execute("--vassals")).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString()).contains("--vassals").doesNotContain("\tat ");
  }

  @Test
  void anOptionThatIsGivenTwiceButCountsOnceIsTold() {
    assertThat(commandLine.execute("--name", "one", "--name", "two"))
        .isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString()).contains("--name");
  }

  @Test
  void helpOnACommandIsHelp() {
    assertThat(commandLine.execute("help", "stop")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString()).contains("emperor stop", "--all");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          please stop turns           | please: unexpected before the command 'stop'
          --admin localhost:9 list    | --admin: belongs behind the command: emperor list --admin
          restart turns               | restart: unknown command: did you mean reload?
          ps                          | ps: unknown command: did you mean list?
          version                     | version: unknown command: did you mean --version?
          relod turns                 | relod: unknown command: did you mean reload?
          dir                         | dir: unknown command: use one of run, list
          stop                        | stop: give the names of vassals, or --all
          stop --all turns            | stop: give the names of vassals, or --all
          list --admin localhost:0    | --admin: localhost:0 is not HOST:PORT
          list --admin localhost:99999 | --admin: localhost:99999 is not HOST:PORT
          log-level loud              | log-level: loud is no level: use one of trace, debug
          logs turns --since ever     | --since: ever is neither a duration such as 5m nor a time
          deploy absent.jar           | APP: absent.jar is no file
          deploy pom.xml              | APP: pom.xml is not a jar or a war: its name has to end in .jar or .war
          list --state runing         | --state: runing: unknown state: did you mean running?
          list --admin none           | --admin: none is where an emperor has no endpoint
          """)
  void wordsThatMeanNothingThereAreTheOnlyProblem(String words, String problem) {
    assertThat(commandLine.execute(words.split(" "))).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString()).startsWith("emperor: " + problem);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x", "HTTP/1.0 200 OK\r\n\r\n<html>", "HTTP/1.0 404 X\r\n\r\n"})
  void aForeignServerBehindAdminIsOneLine(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread foreign = new Thread(() -> answer(server, answer), "foreign-server");
      foreign.start();

      assertThat(commandLine.execute("list", "--admin", "127.0.0.1:" + server.getLocalPort()))
          .isEqualTo(ExitStatus.FAILED);

      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .contains("what answers at http://127.0.0.1:", "is no emperor");
      foreign.join();
    }
  }

  private static void answer(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      int unused = socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write((answer + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
