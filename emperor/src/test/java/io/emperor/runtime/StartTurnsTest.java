package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.runtime.StartTurns.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StartTurnsTest {

  private static final double IDLE = 0.1;
  private static final double BUSY = 0.95;

  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<CompletableFuture<Turn>> asked = new ArrayList<>();
  private double load = BUSY;
  private long nanos;
  private final StartTurns turns = new StartTurns(2, () -> load, () -> nanos, later::add);

  private void ask(int many) {
    for (int i = 0; i < many; i++) {
      asked.add(turns.next());
    }
  }

  private long startedNow() {
    return asked.stream().filter(CompletableFuture::isDone).count();
  }

  private void look() {
    List<Runnable> due = new ArrayList<>(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void someStartAtOnceAndTheOthersInTheirOrderAsTheseAreOver() {
    ask(4);
    assertThat(startedNow()).isEqualTo(2);

    asked.get(1).join().over();
    asked.get(1).join().over();
    assertThat(asked.get(2)).isDone();
    assertThat(asked.get(3)).isNotDone();

    asked.get(0).join().over();
    assertThat(asked.get(3)).isDone();
  }

  @Test
  void itIsMeasuredHowManyWait() {
    MeterRegistry registry = new SimpleMeterRegistry();
    turns.tell(registry);

    ask(5);

    assertThat(registry.get("emperor.starts.waiting").gauge().value()).isEqualTo(3);
  }

  @Test
  void onABusyMachineNobodyElseIsLetIn() {
    ask(3);
    look();
    look();

    assertThat(startedNow()).isEqualTo(2);
  }

  @Test
  void onAnIdleMachineMoreAndMoreAreUntilItIsBusy() {
    ask(100);
    load = IDLE;
    look();
    assertThat(startedNow()).isEqualTo(2 + 2);
    look();
    assertThat(startedNow()).isEqualTo(4 + 4);
    look();
    assertThat(startedNow()).isEqualTo(8 + 8);

    load = BUSY;
    look();
    assertThat(startedNow()).isEqualTo(16);

    load = IDLE;
    look();
    assertThat(startedNow()).as("as in the beginning").isEqualTo(16 + 2);
  }

  @Test
  void whereTheLoadIsUnknownNobodyElseIs() {
    load = -1;
    ask(3);
    look();

    assertThat(startedNow()).isEqualTo(2);
  }

  @Test
  void whatTakesLongKeepsNobodyWaitingAnyMore() {
    ask(4);
    nanos = Duration.ofSeconds(10).toNanos();
    look();
    assertThat(startedNow()).isEqualTo(2);

    nanos++;
    look();
    assertThat(startedNow()).isEqualTo(4);

    ask(1);
    asked.get(0).join().over(); // its place is another's already
    assertThat(startedNow()).isEqualTo(4);
  }

  @Test
  void whoDoesNotWaitAnyMoreHasNoTurn() {
    ask(4);
    boolean unused = asked.get(2).cancel(true);
    asked.get(0).join().over();

    assertThat(asked.get(3)).isCompletedWithValueMatching(turn -> true);
  }

  @Test
  void nobodyLooksWhenNobodyWaits() {
    ask(3);
    asked.get(0).join().over();
    ask(1);
    assertThat(later).as("once, however often somebody begins to wait").hasSize(1);

    asked.get(1).join().over();
    look();
    assertThat(later).isEmpty();
  }
}
