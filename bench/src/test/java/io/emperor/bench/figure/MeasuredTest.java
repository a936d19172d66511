package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuredTest {

  @Test
  void isTheMiddleOneWhateverTheOrder() {
    assertThat(Measured.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Measured(5, 9, 3));
  }

  @Test
  void isTheLowerOfTwoInTheMiddle() {
    assertThat(Measured.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2);
  }

  @Test
  void leavesOutOneOfAHundred() {
    List<Double> figures = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();

    assertThat(Measured.of(figures)).isEqualTo(new Measured(50, 99, 100));
  }

  @Test
  void isThatOneForOne() {
    assertThat(Measured.once(7)).isEqualTo(new Measured(7, 7, 1));
  }

  @Test
  void isNothingOfNothing() {
    assertThatThrownBy(() -> Measured.of(List.of())).hasMessage("nothing was measured");
  }
}
