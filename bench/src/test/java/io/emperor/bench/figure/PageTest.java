package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Row DROP =
      Row.beside(
          "drop to passing",
          "ms",
          new Measured(12, 41.26, 100, 1.5, 6.0, List.of()),
          "another",
          new Measured(1800, 3011, 15, 900.0, null, List.of()),
          Aim.atMost(Aim.Of.MEDIAN, 15),
          Aim.atMost(Aim.Of.P99, 40));
  private static final Row ALONE = Row.alone("threads", "", Measured.once(1234));

  @Test
  void aTableHasARowForEachFigure() {
    assertThat(Table.of(List.of(DROP, ALONE)).toString().lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "| | emperor | spread | 99% | beside it | theirs | spread | 99% | ratio | spread | runs | aim |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            "| drop to passing | 12.0 ms | 1.50 | 41.3 | another | 1,800 ms | 900 | 3,011 | 0.007 | 0.003 | 100, 15 | ≤ 15.0 ms, 99% ≤ 40.0 ms |",
            "| threads | 1,234 | | | | | | | | | 1 | |");
  }

  @Test
  void theAimsAreToldOnTop() {
    assertThat(page("", List.of()).lines())
        .map(line -> line.replaceAll(" +", " "))
        .contains(
            "| drop to passing, beside another | ≤ 15.0 ms | 12.0 ms | 1.50 | reached |",
            "| drop to passing, beside another | 99% ≤ 40.0 ms | 41.3 ms | 6.00 | not decided |");
  }

  @Test
  void whatWasRecordedWithoutSpreadsSaysWhatItSaid() {
    Measured ours = new Measured(2, 2.1, 3, null, null, List.of());
    Measured theirs = new Measured(0.95, 1.28, 3, null, null, List.of());
    Row row = Row.beside("slowest", "ms", ours, "calm", theirs, Aim.atMost(Aim.Of.RATIO, 2));

    assertThat(Table.of(List.of(row)).toString())
        .contains("| slowest | 2.00 ms |        | 2.10 | calm      | 0.950 ms |        | 1.28 |");
    assertThat(Table.ofAims(List.of(row)).toString())
        .contains("| ratio ≤ 2.00 | 2.11     |        | missed by 5% |");
  }

  @Test
  void aPartTellsWhatWasDoneAndFoundWhenAndWhere() {
    assertThat(page("Most of it is Consul's.\n", List.of()))
        .contains("\n## Drop\n\nDropped.\n\n|")
        .contains(
            "|\n\nMost of it is Consul's.\n\n`bench/run drop`, 2026-11-22, 61 s: a machine.\n")
        .doesNotContain("![");
  }

  @Test
  void whatIsDrawnIsShown() {
    Curve curve = new Curve("drop", "ms", List.of(new Curve.Point(1, 1)));

    assertThat(page("", List.of(curve))).contains("\n![Drop](images/drop.svg)\n");
  }

  private static String page(String notes, List<Curve> curves) {
    Result result = new Result("drop", "2026-11-22", "a machine", 61, List.of(DROP, ALONE), curves);
    return Page.of(List.of(new Page.Part("Drop", "Dropped.\n", result, notes)));
  }
}
