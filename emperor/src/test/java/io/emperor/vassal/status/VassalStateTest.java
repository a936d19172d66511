package io.emperor.vassal.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VassalStateTest {

  /** Every state and every event: what is not a transition stays where it is. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          STATE, TRY, HELD_UP, LOADED, READY, DOWN, FAILED, UNUSABLE, APP_MISSING, GONE, ENDED
          WAITING, LOADING, WAITING, STARTING, WAITING, WAITING, WAITING, WAITING, WAITING, DRAINING, WAITING
          LOADING, LOADING, WAITING, STARTING, RUNNING, LOADING, BACKING_OFF, CURSED, CURSED, DRAINING, LOADING
          STARTING, LOADING, WAITING, STARTING, RUNNING, STARTING, BACKING_OFF, CURSED, CURSED, DRAINING, STARTING
          RUNNING, RUNNING, RUNNING, RUNNING, RUNNING, BACKING_OFF, RUNNING, RUNNING, CURSED, DRAINING, RUNNING
          DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, STOPPED
          STOPPED, LOADING, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED
          BACKING_OFF, LOADING, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, DRAINING, BACKING_OFF
          CURSED, LOADING, CURSED, CURSED, CURSED, CURSED, CURSED, CURSED, CURSED, DRAINING, CURSED
          """)
  void goesToTheNextState(
      VassalState state,
      VassalState tried,
      VassalState heldUp,
      VassalState loaded,
      VassalState ready,
      VassalState down,
      VassalState failed,
      VassalState unusable,
      VassalState appMissing,
      VassalState gone,
      VassalState ended) {
    Iterator<VassalState> expected =
        List.of(tried, heldUp, loaded, ready, down, failed, unusable, appMissing, gone, ended)
            .iterator();

    for (VassalEvent event : VassalEvent.values()) {
      assertThat(state.next(event)).as("%s on %s", state, event).isEqualTo(expected.next());
    }
  }

  @Test
  void isCalledAsUsersKnowIt() {
    assertThat(VassalState.values())
        .extracting(VassalState::word)
        .containsExactly(
            "waiting",
            "loading",
            "starting",
            "running",
            "draining",
            "stopped",
            "backing-off",
            "cursed");
  }
}
