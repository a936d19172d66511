package io.emperor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.admin.view.VassalView;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrgencyTest {

  @ParameterizedTest
  @CsvSource({
    "cursed, CURSED, red",
    "backing-off, BACKING_OFF, yellow",
    "running, WELL, green",
    "stopped, STOPPED, ''",
    "waiting, MOVING, ''",
    "loading, MOVING, ''",
    "starting, MOVING, ''",
    "draining, MOVING, ''",
  })
  void everyStateHasOne(String state, Urgency urgency, String colour) {
    assertThat(Urgency.of(vassal("shop", state, 3, 3, false))).isEqualTo(urgency);
    assertThat(urgency.colour()).isEqualTo(colour);
  }

  @Test
  void aReloadThatHasFailedIsAmberThoughTheOldOneServes() {
    assertThat(Urgency.of(vassal("shop", "running", 3, 4, false))).isEqualTo(Urgency.RELOAD_FAILED);
    assertThat(Urgency.RELOAD_FAILED.colour()).isEqualTo("yellow");
    assertThat(Urgency.of(vassal("shop", "running", 3, 4, true)))
        .as("one that is under way")
        .isEqualTo(Urgency.WELL);
  }

  @Test
  void whatNeedsSomebodyComesFirst() {
    List<VassalView> all =
        Stream.of("stopped", "running", "backing-off", "starting", "cursed")
            .map(state -> vassal(state, state, 1, 1, false))
            .sorted(Comparator.comparing(Urgency::of))
            .toList();

    assertThat(all)
        .extracting(VassalView::name)
        .containsExactly("cursed", "backing-off", "starting", "running", "stopped");
  }

  private static VassalView vassal(
      String name, String state, int generation, int attempt, boolean trying) {
    return new VassalView(
        name,
        state,
        "",
        null,
        null,
        null,
        null,
        false,
        null,
        generation,
        0,
        "2026-01-01T00:00:00Z",
        "passing",
        "",
        "/srv/shop.jar",
        attempt,
        trying,
        false,
        true,
        "",
        null);
  }
}
