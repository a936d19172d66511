package io.emperor.vassal.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class VassalStateTest {

  /** Every state and every event: what is not a transition stays where it is. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          STATE, PREDECESSOR_ENDED, TRY, CARRY_ON, HELD_UP, LOADED, READY, RESTS, DOWN, FAILED, UNUSABLE, APP_MISSING, STOP, START, GONE, ENDED
          WAITING, WAITING, LOADING, WAITING, WAITING, STARTING, WAITING, WAITING, WAITING, WAITING, WAITING, WAITING, DRAINING, WAITING, DRAINING, WAITING
          LOADING, LOADING, LOADING, LOADING, WAITING, STARTING, RUNNING, RESTING, LOADING, BACKING_OFF, CURSED, CURSED, DRAINING, LOADING, DRAINING, LOADING
          STARTING, STARTING, LOADING, STARTING, WAITING, STARTING, RUNNING, RESTING, STARTING, BACKING_OFF, CURSED, CURSED, DRAINING, STARTING, DRAINING, STARTING
          RUNNING, RUNNING, RUNNING, RUNNING, RUNNING, RUNNING, RUNNING, RESTING, BACKING_OFF, RUNNING, RUNNING, CURSED, DRAINING, RUNNING, DRAINING, RUNNING
          RESTING, RESTING, RESTING, RESTING, RESTING, RESTING, RUNNING, RESTING, BACKING_OFF, RESTING, RESTING, CURSED, DRAINING, RESTING, DRAINING, RESTING
          DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, DRAINING, STOPPED
          STOPPED, STOPPED, LOADING, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED
          BACKING_OFF, BACKING_OFF, LOADING, LOADING, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, BACKING_OFF, CURSED, CURSED, DRAINING, BACKING_OFF, DRAINING, BACKING_OFF
          CURSED, CURSED, LOADING, CURSED, CURSED, CURSED, CURSED, CURSED, CURSED, CURSED, CURSED, CURSED, DRAINING, CURSED, DRAINING, CURSED
          """)
  void goesToTheNextState(ArgumentsAccessor row) {
    VassalState state = row.get(0, VassalState.class);
    VassalEvent[] events = VassalEvent.values();
    assertThat(row.size()).isEqualTo(1 + events.length);

    for (int i = 0; i < events.length; i++) {
      assertThat(state.next(events[i]))
          .as("%s on %s", state, events[i])
          .isEqualTo(row.get(i + 1, VassalState.class));
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
            "resting",
            "draining",
            "stopped",
            "backing-off",
            "cursed");
  }
}
