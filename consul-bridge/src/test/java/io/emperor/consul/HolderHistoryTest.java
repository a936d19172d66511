package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.HolderHistory.Reign;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What finds an overlap has to be able to. */
class HolderHistoryTest {

  private static List<Reign> reigns(String text) {
    return HolderHistory.reigns(HolderHistory.moments(text));
  }

  @Test
  void oneAfterAnotherIsInOrder() {
    assertThat(reigns("a 1 10\na 1 20\nb 2 30\nb 2 40\na 3 50\nb 4"))
        .containsExactly(
            new Reign("a", 1, 10, 20), new Reign("b", 2, 30, 40), new Reign("a", 3, 50, 50));
  }

  @Test
  void twoAtATimeAreAnOverlap() {
    assertThatThrownBy(() -> reigns("a 1 10\nb 2 20\na 1 30\n")).isInstanceOf(AssertionError.class);
  }

  @Test
  void whoIsElectedAgainNeedsAnotherFence() {
    assertThatThrownBy(() -> reigns("a 1 10\nb 1 20\n")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> reigns("a 2 10\nb 1 20\n")).isInstanceOf(AssertionError.class);
  }
}
