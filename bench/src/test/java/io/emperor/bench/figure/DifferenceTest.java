package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emperor.bench.figure.Difference.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

  @ParameterizedTest
  @CsvSource({
    "12.0, SAME",
    "12.1, WORSE",
    "8.0, SAME",
    "7.9, BETTER",
    "10.0, SAME",
  })
  void lessIsBetterIfNobodySaysOtherwise(double now, Verdict verdict) {
    Row before = Row.alone("drop", "ms", about(10));
    Row after = Row.alone("drop", "ms", about(now));

    assertThat(only(before, after).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"12.1, BETTER", "7.9, WORSE", "9.0, SAME"})
  void ofWhatIsDoneInASecondMoreIsBetter(double now, Verdict verdict) {
    Row before = Row.alone("rate", "", about(10));
    Row after = Row.alone("rate", "", about(now)).theMoreTheBetter();

    assertThat(only(before, after).verdict()).isEqualTo(verdict);
  }

  @Test
  void anAimSaysWhetherMoreIsBetter() {
    Row before = Row.alone("rate", "", about(10));
    Row after = Row.alone("rate", "", about(20), Aim.atLeast(Aim.Of.MEDIAN, 5));

    assertThat(only(before, after).verdict()).isEqualTo(Verdict.BETTER);
  }

  @Test
  void theLargerSpreadCounts() {
    Row wide = Row.alone("drop", "ms", Measured.of(List.of(5.0, 10.0, 15.0)));
    Row narrow = Row.alone("drop", "ms", about(19));

    assertThat(only(wide, narrow))
        .isEqualTo(new Difference("drop", "ms", 10.0, 19.0, 10.0, Verdict.SAME));
    assertThat(only(narrow, wide).verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void besideSomebodyTheRatioIsCompared() {
    Row before = Row.beside("drop", "ms", about(10), "another", about(10));
    Row slowMachine = Row.beside("drop", "ms", about(100), "another", about(100));
    Row slow = Row.beside("drop", "ms", about(20), "another", about(10));

    assertThat(only(before, slowMachine).verdict()).isEqualTo(Verdict.SAME);
    assertThat(only(before, slow).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(only(before, slow).what()).isEqualTo("drop, beside another: ratio");
    assertThat(only(before, slow).unit()).isEmpty();
  }

  @Test
  void whatIsAimedForIsComparedBesides() {
    Row before = Row.alone("lost", "", Measured.of(List.of(0.0, 0.0, 0.0)));
    Row after =
        Row.alone("lost", "", Measured.of(List.of(0.0, 0.0, 3.0)), Aim.atMost(Aim.Of.P99, 0));

    assertThat(Difference.between(List.of(before), List.of(after)))
        .containsExactly(
            new Difference("lost", "", 0.0, 0.0, 3.0, Verdict.SAME),
            new Difference("lost: 99%", "", 0.0, 3.0, 3.0, Verdict.SAME));
  }

  @Test
  void whatNobodyKnowsTheSpreadOfIsNotDecided() {
    Row before = Row.alone("memory", "MB", Measured.once(10));

    assertThat(only(before, Row.alone("memory", "MB", Measured.once(11))).verdict())
        .isEqualTo(Verdict.NOT_DECIDED);
    assertThat(only(before, before).verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void whatIsNewOrGoneIsNamed() {
    Row gone = Row.beside("drop", "ms", about(10), "Spring Boot", about(20));
    Row stays = Row.alone("memory", "MB", about(3));
    Row inOtherUnit = Row.alone("start", "s", about(4));
    Row start = Row.alone("start", "ms", about(4));

    assertThat(Difference.between(List.of(gone, stays, inOtherUnit), List.of(start, stays)))
        .extracting(Difference::what, Difference::verdict)
        .containsExactly(
            tuple("start", Verdict.NEW),
            tuple("memory", Verdict.SAME),
            tuple("drop, beside Spring Boot: ratio", Verdict.GONE),
            tuple("start", Verdict.GONE));
  }

  @Test
  void aTableTellsThemAll() {
    List<Difference> all =
        List.of(
            new Difference("drop", "ms", 10.0, 12.5, 1.0, Verdict.WORSE),
            new Difference("lost", "", 0.0, 3.0, null, Verdict.NOT_DECIDED),
            new Difference("start", "s", null, 2.0, 0.5, Verdict.NEW),
            new Difference("memory", "MB", 3.0, null, null, Verdict.GONE));

    assertThat(Table.ofDifferences(all).toString().lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "| | before | now | change | spread | |",
            "| --- | --- | --- | --- | --- | --- |",
            "| drop | 10.0 ms | 12.5 ms | +25% | 1.00 | worse |",
            "| lost | 0 | 3.00 | +3.00 | | not decided |",
            "| start | | 2.00 s | | 0.500 | new |",
            "| memory | 3.00 MB | | | | gone |");
  }

  private static Difference only(Row before, Row now) {
    List<Difference> all = Difference.between(List.of(before), List.of(now));
    assertThat(all).hasSizeGreaterThanOrEqualTo(1);
    return all.get(0);
  }

  /** With a spread of 2. */
  private static Measured about(double median) {
    return Measured.of(List.of(median - 1, median, median + 1));
  }
}
