package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TyrannyTest {

  @Test
  void anybodyButRootIsToldWhyAndWhatToDo() {
    assertThat(Tyranny.problems(List.of("/etc/vassals"), 1000))
        .singleElement()
        .asString()
        .contains("is for root alone", "who can start programs as other users", "start it as root");
  }

  @Test
  void rootMay() {
    assertThat(Tyranny.problems(List.of("/etc/vassals"), 0)).isEmpty();
  }

  @Test
  void keysHaveNoOwner() {
    assertThat(Tyranny.problems(List.of("consul:vassals"), 0))
        .singleElement()
        .asString()
        .startsWith("consul:vassals has keys, which nobody owns");
  }
}
