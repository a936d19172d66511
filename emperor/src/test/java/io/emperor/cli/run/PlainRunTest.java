package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.CommandLines;
import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.RunOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

class PlainRunTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--dev",
        "--vassals dir",
        "--vassals=dir --dev --name list",
        "--vassals a --vassals b --log-format json"
      })
  void optionsAloneMeanARunWithTheWordOrWithout(String line) {
    assertThat(PlainRun.options(words(line))).isPresent();
    assertThat(PlainRun.options(words("run " + line))).isEqualTo(PlainRun.options(words(line)));
  }

  @Test
  void eachOptionHasItsWordsInTheirOrder() {
    assertThat(PlainRun.options(words("--vassals b --dev --name=x=y --vassals=a")))
        .hasValue(
            Map.of(
                RunOption.VASSALS, List.of("b", "a"),
                RunOption.DEV, List.of(),
                RunOption.NAME, List.of("x=y")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--vassals dir",
        "run --vassals=a --vassals b --name=x=y --dev",
        "--name= --label a=b --label c=d"
      })
  void theWordsAreThoseThatTheWholeCommandLineHas(String line) {
    OptionValues plain = OptionValues.of(PlainRun.options(words(line)).orElseThrow(), Map.of());
    ParseResult parsed = CommandLines.all().parseArgs(words(line));
    OptionValues whole =
        OptionValues.of(parsed.hasSubcommand() ? parsed.subcommand() : parsed, Map.of());

    for (RunOption option : RunOption.values()) {
      assertThat(plain.all(option)).isEqualTo(whole.all(option));
      assertThat(plain.where(option)).isEqualTo(whole.where(option));
    }
    assertThat(plain.problems()).isEqualTo(whole.problems());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--name a --name b",
        "--dev --dev",
        "--dev=true",
        "--name --dev",
        "--name @file",
        "@file",
        "--",
        "list",
        "--help",
        "-h",
        "--version",
        "run --help",
        "--vassals dir --help",
        "--dev list",
        "run run",
        "--vasals dir",
        "--vassals",
        "--vassals dir dir",
        "archive",
        "--admin 127.0.0.1:1 list"
      })
  void anythingElseMayMeanSomethingElse(String line) {
    assertThat(PlainRun.options(words(line))).isEmpty();
  }

  @Test
  void everyOptionIsKnown() {
    for (RunOption option : RunOption.values()) {
      String word = option.flag() + (option.isFlag() ? "" : "=x");
      assertThat(PlainRun.options(new String[] {word})).isPresent();
    }
  }

  private static String[] words(String line) {
    return line.isBlank() ? new String[0] : line.strip().split(" ");
  }
}
