package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.option.RunOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    String[] words = words(line);

    assertThat(PlainRun.options(words)).hasValue(words);
    assertThat(PlainRun.options(words("run " + line))).hasValue(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
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
      assertThat(PlainRun.options(new String[] {option.flag() + "=x"})).isPresent();
    }
  }

  private static String[] words(String line) {
    return line.isBlank() ? new String[0] : line.strip().split(" ");
  }
}
