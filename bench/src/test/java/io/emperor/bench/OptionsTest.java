package io.emperor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Path DIRECTORY = Path.of("/home/somebody");

  @Test
  void allIsMeasuredAndKeptIfNothingIsSaid() {
    assertThat(Options.of(List.of(), DIRECTORY)).isEqualTo(new Options(false, null, List.of()));
  }

  @Test
  void namesStandBesideOptions() {
    assertThat(Options.of(List.of("drop", "--short", "start"), DIRECTORY))
        .isEqualTo(new Options(true, null, List.of("drop", "start")));
  }

  @Test
  void aFileIsLookedForWhereTheCallerIs() {
    assertThat(Options.of(List.of("--compare", "../other/drop.json"), DIRECTORY).compared())
        .isEqualTo(Path.of("/home/other/drop.json"));
    assertThat(Options.of(List.of("--compare", "/results"), DIRECTORY).compared())
        .isEqualTo(Path.of("/results"));
  }

  @Test
  void whatIsWrongIsSaidWithTheUsage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--compare"), DIRECTORY))
        .withMessage(
            "--compare needs a file or a directory: bench/run [--short] [--compare FILE] [NAME…]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--quick"), DIRECTORY))
        .withMessageStartingWith("there is no option --quick: bench/run ");
  }
}
