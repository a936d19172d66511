package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuredTest {

  @Test
  void isTheMiddleOneWhateverTheOrder() {
    Measured measured = Measured.of(List.of(9.0, 1.0, 5.0));

    assertThat(measured.median()).isEqualTo(5);
    assertThat(measured.p99()).isEqualTo(9);
    assertThat(measured.runs()).isEqualTo(3);
  }

  @Test
  void isTheLowerOfTwoInTheMiddle() {
    assertThat(Measured.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2);
  }

  @Test
  void leavesOutOneOfAHundred() {
    Measured measured = Measured.of(upTo(100));

    assertThat(measured.median()).isEqualTo(50);
    assertThat(measured.p99()).isEqualTo(99);
  }

  @Test
  void isThatOneForOne() {
    Measured once = Measured.once(7);

    assertThat(List.of(once.median(), once.p99())).containsOnly(7.0);
    assertThat(once.spread()).isNull();
    assertThat(once.p99Spread()).isNull();
  }

  @Test
  void isNothingOfNothing() {
    assertThatThrownBy(() -> Measured.of(List.of())).hasMessage("nothing was measured");
  }

  @Test
  void ofFewTheSpreadGoesFromTheLeastToTheMost() {
    assertThat(Measured.of(List.of(2.0, 3.0)).spread()).isEqualTo(1);
    assertThat(Measured.of(upTo(5)).spread()).isEqualTo(4);
    assertThat(Measured.of(upTo(9)).spread()).isEqualTo(8);
  }

  @Test
  void ofManyTheSpreadIsThatOfTheMedianAndNotOfTheFigures() {
    assertThat(Measured.of(upTo(100)).spread()).isEqualTo(61 - 40);
    assertThat(Measured.of(upTo(10_000)).spread()).isEqualTo(5_099 - 4_902);
  }

  @Test
  void the99thPercentileHasOneOfItsOwn() {
    assertThat(Measured.of(upTo(5)).p99Spread()).isEqualTo(1);
    assertThat(Measured.of(upTo(10_000)).p99Spread()).isEqualTo(9_921 - 9_880);
  }

  @Test
  void aRatioOfPairsHasTheSpreadOfTheirRatios() {
    List<Double> ours = List.of(2.0, 20.0, 200.0, 2.2, 40.0);
    List<Double> theirs = List.of(1.0, 10.0, 100.0, 1.0, 20.0);

    assertThat(Measured.of(ours).ratioSpread(Measured.of(theirs))).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void aRatioOfOthersHasThatOfBoth() {
    Measured ours = Measured.of(List.of(8.5, 10.0, 11.5)); // 0.3 of its median
    Measured theirs = Measured.of(List.of(4.0, 5.0, 5.0, 6.0)); // 0.4

    assertThat(ours.ratioSpread(theirs)).isCloseTo(2 * 0.5, within(1e-9));
  }

  @Test
  void aRatioToNothingOrToWhatWasMeasuredOnceHasNone() {
    Measured some = Measured.of(List.of(1.0, 2.0));

    assertThat(some.ratioSpread(Measured.of(List.of(0.0, 0.0)))).isNull();
    assertThat(some.ratioSpread(Measured.once(1))).isNull();
    assertThat(Measured.once(1).ratioSpread(Measured.once(1))).isNull();
  }

  @Test
  void isReadAsItWasWrittenWithoutItsFigures() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Measured measured = Measured.of(upTo(5));

    String text = json.writeValueAsString(measured);

    assertThat(text).doesNotContain("figures");
    assertThat(json.readValue(text, Measured.class))
        .isEqualTo(new Measured(3, 5, 5, 4.0, 1.0, List.of()));
  }

  @Test
  void isReadWithoutASpreadWhereNoneWasRecorded() throws Exception {
    String old = "{\"median\" : 5.47, \"p99\" : 6.62, \"runs\" : 2}";

    assertThat(new ObjectMapper().readValue(old, Measured.class))
        .isEqualTo(new Measured(5.47, 6.62, 2, null, null, List.of()));
  }

  private static List<Double> upTo(int last) {
    return IntStream.rangeClosed(1, last).asDoubleStream().boxed().toList();
  }
}
