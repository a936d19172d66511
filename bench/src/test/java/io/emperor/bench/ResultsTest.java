package io.emperor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Result;
import io.emperor.bench.figure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {

  private static final String OLD =
      """
      {"name": "reload", "date": "2026-11-22", "machine": "a machine", "seconds": 164, "rows": [ {
        "what": "slowest 1%", "unit": "ms",
        "ours": {"median": 2.0, "p99": 2.1, "runs": 3},
        "peer": "itself", "theirs": {"median": 0.95, "p99": 1.28, "runs": 3},
        "aims": [ {"of": "RATIO", "most": true, "limit": 2.0} ]
      } ], "curves": []}
      """;

  @TempDir Path directory;

  @Test
  void whatIsKeptIsReadAgain() {
    BenchPaths paths = new BenchPaths(directory);
    Measured ours = Measured.of(List.of(4.0, 5.0, 7.0));
    Row row = Row.beside("rate", "", ours, "it", ours, Aim.atLeast(Aim.Of.RATIO, 1));
    new Results(paths).keep(result("serving", row));

    Result read = only(paths.results());

    assertThat(read.rows().get(0).ours()).isEqualTo(new Measured(5, 7, 3, 3.0, 2.0, List.of()));
    assertThat(read.rows().get(0).ratioSpread()).isZero();
    assertThat(read.rows().get(0).moreIsBetter()).isTrue();
    assertThat(read.rows().get(0).aims()).isEqualTo(row.aims());
  }

  @Test
  void aDirectoryHasOneOfEachComparison() {
    Results results = new Results(new BenchPaths(directory));
    results.keep(result("start"));
    results.keep(result("drop"));

    Path place = new BenchPaths(directory).results();

    assertThat(Results.read(place)).containsOnlyKeys("drop", "start");
    assertThat(Results.read(place.resolve("start.json"))).containsOnlyKeys("start");
  }

  @Test
  void whatWasRecordedBeforeSpreadsWereIsRead() throws IOException {
    Path file = Files.writeString(directory.resolve("reload.json"), OLD);

    Row row = only(file).rows().get(0);

    assertThat(row.ours().spread()).isNull();
    assertThat(row.ratioSpread()).isNull();
    assertThat(row.ratio()).isEqualTo(2.0 / 0.95);
    assertThat(row.moreIsBetter()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { "name":\\n nonsense    | line 2: Unrecognized token 'nonsense'
          ''                       | line 1: No content to map due to end-of-input
          {"rows": []}             | it does not name its comparison
          {"name": "drop"}         | it has no rows
          {"name": "d", "rows": []} | it has no curves
          {"name": "d", "rows": [{"what": "it", "unit": ""}]} | a row has no figure
          {"name": "d", "rows": [], "curves": [], "results": 1} | line 1: Unrecognized field "results"
          """)
  void anotherFileIsNamedWithWhatIsWrong(String content, String cause) throws IOException {
    Path file = directory.resolve("it.json");
    Files.writeString(file, content.replace("\\n", "\n"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.read(file))
        .withMessageStartingWith(file + " has no results: " + cause)
        .withMessageEndingWith(
            "; name a file that bench/run has written, or a directory of them, as bench/results")
        .satisfies(e -> assertThat(e).message().hasLineCount(1));
  }

  @Test
  void aPlaceWithoutAnyIsNamed() {
    Path missing = directory.resolve("missing.json");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.read(missing))
        .withMessageStartingWith(missing + " has no results: ")
        .withMessageContaining("No such file or directory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.read(directory))
        .withMessageStartingWith(directory + " has no results: no file in it ends with .json;");
  }

  private static Result only(Path place) {
    assertThat(Results.read(place)).hasSize(1);
    return Results.read(place).values().iterator().next();
  }

  private static Result result(String name, Row... rows) {
    return new Result(name, "2026-11-30", "a machine", 1, List.of(rows), List.of());
  }
}
