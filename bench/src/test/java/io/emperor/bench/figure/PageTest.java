package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Row DROP =
      Row.beside(
          "drop to passing",
          "ms",
          new Measured(12, 41.26, 100),
          "another",
          new Measured(1800, 3011, 15),
          Aim.atMost(Aim.Of.MEDIAN, 15),
          Aim.atMost(Aim.Of.P99, 40));
  private static final Row ALONE = Row.alone("threads", "", Measured.once(1234));

  @Test
  void aTableHasARowForEachFigure() {
    assertThat(Table.of(List.of(DROP, ALONE)).toString().lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "| | emperor | 99% | beside it | theirs | 99% | ratio | runs | aim |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            "| drop to passing | 12.0 ms | 41.3 | another | 1,800 ms | 3,011 | 0.007 | 100, 15 | ≤ 15.0 ms, 99% ≤ 40.0 ms |",
            "| threads | 1,234 | | | | | | 1 | |");
  }

  @Test
  void theAimsAreToldOnTop() {
    assertThat(page("", List.of()).lines())
        .map(line -> line.replaceAll(" +", " "))
        .contains(
            "| drop to passing, beside another | ≤ 15.0 ms | 12.0 ms | reached |",
            "| drop to passing, beside another | 99% ≤ 40.0 ms | 41.3 ms | missed by 3% |");
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
