package io.emperor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Fixed drop = new Fixed("drop", true);
  private final Fixed memory = new Fixed("memory", false);
  @TempDir Path root;
  private BenchPaths paths;

  /** Measures what it is told to. */
  private static final class Fixed implements Comparison {

    private final String name;
    private final boolean hasShort;
    private List<Double> figures = List.of(9.0, 10.0, 11.0);

    Fixed(String name, boolean hasShort) {
      this.name = name;
      this.hasShort = hasShort;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String title() {
      return "Title of " + name;
    }

    @Override
    public String method() {
      return "";
    }

    @Override
    public Figures measure() {
      return Figures.of(
          List.of(
              Row.alone("slow", "ms", Measured.of(figures)),
              Row.alone("left out", "ms", Measured.of(figures))));
    }

    @Override
    public Optional<Callable<Figures>> inShort() {
      return hasShort
          ? Optional.of(() -> Figures.of(measure().rows().subList(0, 1)))
          : Optional.empty();
    }
  }

  @BeforeEach
  void makeRoot() throws IOException {
    paths = new BenchPaths(root);
    Files.createDirectories(paths.page().getParent());
  }

  @Test
  void whatIsMeasuredIsKeptAndOnThePage() throws IOException {
    assertThat(run()).isEmpty();

    assertThat(Results.read(paths.results())).containsOnlyKeys("drop", "memory");
    assertThat(paths.page()).content().contains("## Title of drop", "## Title of memory");
  }

  @Test
  void whatHasBecomeWorseIsToldAndNothingRecorded() throws IOException {
    run();
    byte[] page = Files.readAllBytes(paths.page());
    byte[] recorded = Files.readAllBytes(paths.results().resolve("drop.json"));
    drop.figures = List.of(12.0, 13.0, 14.0);

    assertThat(run("--compare", "bench/results")).isEmpty();

    assertThat(said())
        .contains("| slow     | 10.0 ms | 13.0 ms | +30%   | 2.00   | worse |")
        .endsWith(
            """
            worse than in %s by more than its spread; nothing was recorded
            - drop: slow
            - drop: left out
            """
                .formatted(paths.results()));
    assertThat(paths.page()).hasBinaryContent(page);
    assertThat(paths.results().resolve("drop.json")).hasBinaryContent(recorded);
  }

  @Test
  void ofOneFileItsOwnComparisonIsMeasured() {
    run();
    drop.figures = List.of(6.0, 7.0, 8.0);
    out.reset();

    run("--compare", "bench/results/drop.json");

    assertThat(said())
        .contains(
            "=== Title of drop", "-30%", "better", "nothing that was measured is worse than in ")
        .doesNotContain("=== Title of memory");
  }

  @Test
  void inShortOnlyThatIsMeasuredWhichCanBe() throws IOException {
    run();
    byte[] recorded = Files.readAllBytes(paths.results().resolve("drop.json"));
    out.reset();
    drop.figures = List.of(1.0);

    run("--short");
    run("--short", "--compare", "bench/results");

    assertThat(said())
        .contains("=== Title of drop")
        .doesNotContain("=== Title of memory", "left out", "gone");
    assertThat(paths.results().resolve("drop.json")).hasBinaryContent(recorded);
  }

  @Test
  void whatWasRecordedAndIsNotKnownAnyMoreIsNamed() {
    new Bench(paths, List.of(drop, new Fixed("old", false)), new PrintStream(out, true))
        .run(new Options(false, null, List.of()));

    run("--compare", "bench/results");

    assertThat(said()).contains("old was recorded, and is not measured any more\n");
  }

  @Test
  void whatWasNotRecordedIsNamed() {
    run("drop");

    run("--compare", "bench/results", "memory");

    assertThat(said()).contains("memory was not recorded: there is nothing to compare it with\n");
  }

  @Test
  void oneThatFailsKeepsNoOtherFromBeingMeasured() {
    drop.figures = List.of();

    assertThat(run())
        .containsExactly("drop: java.lang.IllegalArgumentException: nothing was measured");
    assertThat(Results.read(paths.results())).containsOnlyKeys("memory");
  }

  @Test
  void nothingIsMeasuredForWhatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("dorp"))
        .withMessage("no comparison is called dorp: there are drop, memory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("--short", "memory"))
        .withMessage("none of what is asked for can be measured in short: that can drop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("--compare", "bench/results"))
        .withMessageContaining("bench/results has no results: ");
    assertThat(said()).isEmpty();
  }

  private List<String> run(String... arguments) {
    return new Bench(paths, List.of(drop, memory), new PrintStream(out, true))
        .run(Options.of(List.of(arguments), root));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
