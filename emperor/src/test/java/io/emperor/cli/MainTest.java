package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryOptionAndEndsClean(String word) {
    assertThat(commandLine.execute(word)).isEqualTo(Main.CLEAN);

    for (RunOption option : RunOption.values()) {
      assertThat(out.toString()).contains(option.flag());
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void runHasTheSameOptions() {
    assertThat(commandLine.execute("run", "--help")).isEqualTo(Main.CLEAN);

    assertThat(out.toString()).contains("emperor run", "--vassals", "--max-throttle");
  }

  @Test
  void versionIsOneLine() {
    assertThat(commandLine.execute("--version")).isEqualTo(Main.CLEAN);

    assertThat(out.toString().lines()).singleElement().asString().startsWith("emperor ");
  }

  @Test
  void wrongWordsAreToldLineByLineAndEndWithTwo() {
    assertThat(commandLine.execute("--scan-interval", "often", "--vasals", "dir"))
        .isEqualTo(Main.WRONG_WORDS);

    assertThat(err.toString().lines())
        .anyMatch(line -> line.startsWith("emperor: --scan-interval: "))
        .anyMatch(line -> line.startsWith("emperor: --vasals: unknown option"))
        .endsWith("Try 'emperor --help'.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theSubcommandRefusesTheSameWords() {
    assertThat(commandLine.execute("run", "--throttle", "soon")).isEqualTo(Main.WRONG_WORDS);

    assertThat(err.toString()).contains("emperor: --throttle: ", "soon");
  }

  @Test
  void anOptionWithoutItsValueIsTold() {
    assertThat(commandLine.execute("--vassals")).isEqualTo(Main.WRONG_WORDS);

    assertThat(err.toString()).contains("--vassals").doesNotContain("\tat ");
  }

  @Test
  void anOptionThatIsGivenTwiceButCountsOnceIsTold() {
    assertThat(commandLine.execute("--name", "one", "--name", "two")).isEqualTo(Main.WRONG_WORDS);

    assertThat(err.toString()).contains("--name");
  }
}
