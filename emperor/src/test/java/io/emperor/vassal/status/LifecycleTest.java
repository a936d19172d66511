package io.emperor.vassal.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.vassal.status.Lifecycle.Service;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleTest {

  /** Everything that a vassal can be, by whatever may happen to it. */
  static Set<Lifecycle> reachable() {
    Set<Lifecycle> known = new LinkedHashSet<>();
    Set<Lifecycle> latest = Set.of(Lifecycle.SEEN);
    while (known.addAll(latest)) {
      Set<Lifecycle> next = new LinkedHashSet<>();
      for (Lifecycle life : latest) {
        for (VassalEvent event : VassalEvent.values()) {
          next.add(uncounted(life.next(event)));
        }
      }
      latest = next;
    }
    return known;
  }

  private static Lifecycle uncounted(Lifecycle life) {
    return new Lifecycle(
        life.state(),
        0,
        life.trying(),
        life.service(),
        life.predecessorEnded(),
        life.halted(),
        life.ending());
  }

  @ParameterizedTest
  @MethodSource("reachable")
  void followsTheDiagramOfTheStatesOrStaysAsItIs(Lifecycle life) {
    for (VassalEvent event : VassalEvent.values()) {
      Lifecycle next = life.next(event);
      if (!next.equals(life)) {
        assertThat(next.state()).as("%s on %s", life, event).isEqualTo(life.state().next(event));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("reachable")
  void countsWhatEndsAnAttemptAndNothingElse(Lifecycle life) {
    EnumSet<VassalEvent> counted = EnumSet.noneOf(VassalEvent.class);
    for (VassalEvent event : VassalEvent.values()) {
      addIf(counted, event, life, now -> now.next(event).attempt() == now.attempt() + 1);
    }

    EnumSet<VassalEvent> expected = EnumSet.noneOf(VassalEvent.class);
    addIf(expected, VassalEvent.TRY, life, Lifecycle::mayTry);
    addIf(expected, VassalEvent.STOP, life, now -> !now.isLeaving());
    addIf(expected, VassalEvent.GONE, life, now -> !now.ending());
    assertThat(counted).isEqualTo(expected);
  }

  private static void addIf(
      Set<VassalEvent> events, VassalEvent event, Lifecycle life, Predicate<Lifecycle> so) {
    if (so.test(life)) {
      events.add(event);
    }
  }

  @ParameterizedTest
  @MethodSource("reachable")
  void whatLeavesNeitherTriesNorServesAndDoesNotComeBackByItself(Lifecycle life) {
    if (life.isLeaving()) {
      assertThat(life.mayTry()).isFalse();
      assertThat(life.next(VassalEvent.TRY)).isEqualTo(life);
      assertThat(life.next(VassalEvent.STOP)).isEqualTo(life);
    }
    if (life.ending()) {
      assertThat(life.next(VassalEvent.START)).isEqualTo(life);
      assertThat(life.next(VassalEvent.GONE)).isEqualTo(life);
    }
  }

  @ParameterizedTest
  @EnumSource(VassalEvent.class)
  void whatIsInServiceChangesByWhatHappensToIt(VassalEvent event) {
    assertThat(serving(Service.UP).next(event).service())
        .isEqualTo(
            switch (event) {
              case DOWN -> Service.DOWN;
              case APP_MISSING, STOP, GONE -> Service.NONE;
              default -> Service.UP;
            });
    assertThat(serving(Service.DOWN).next(event).service())
        .isEqualTo(
            switch (event) {
              case READY, RESTS -> Service.UP;
              case UNUSABLE, APP_MISSING, STOP, GONE -> Service.NONE;
              default -> Service.DOWN;
            });
    assertThat(serving(Service.NONE).next(event).service())
        .isEqualTo(
            switch (event) {
              case READY, RESTS -> Service.UP;
              default -> Service.NONE;
            });
  }

  private static Lifecycle serving(Service service) {
    return new Lifecycle(VassalState.RUNNING, 1, true, service, true, false, false);
  }

  @ParameterizedTest
  @EnumSource(VassalEvent.class)
  void anAttemptIsCountedOnUntilItsEndIsKnown(VassalEvent event) {
    boolean trying = serving(Service.UP).next(event).trying();

    assertThat(trying)
        .isEqualTo(
            switch (event) {
              case TRY, CARRY_ON, LOADED, DOWN, PREDECESSOR_ENDED, START -> true;
              case ENDED -> true; // which means nothing here
              default -> false;
            });
  }

  @Test
  void nothingIsTriedBeforeTheOneBeforeHasEnded() {
    Lifecycle seen = Lifecycle.SEEN;

    assertThat(seen.next(VassalEvent.TRY)).isEqualTo(seen);
    Lifecycle tried = seen.next(VassalEvent.PREDECESSOR_ENDED).next(VassalEvent.TRY);
    assertThat(tried.state()).isEqualTo(VassalState.LOADING);
    assertThat(tried.attempt()).isEqualTo(1);
  }

  @Test
  void anOperatorsWordIsTakenBackByAnOperator() {
    Lifecycle running = serving(Service.UP);

    Lifecycle stopped = running.next(VassalEvent.STOP).next(VassalEvent.ENDED);
    assertThat(stopped.state()).isEqualTo(VassalState.STOPPED);
    assertThat(stopped.next(VassalEvent.TRY)).isEqualTo(stopped);
    Lifecycle tried = stopped.next(VassalEvent.START).next(VassalEvent.TRY);
    assertThat(tried.state()).isEqualTo(VassalState.LOADING);
    assertThat(tried.attempt()).isEqualTo(3);
  }
}
