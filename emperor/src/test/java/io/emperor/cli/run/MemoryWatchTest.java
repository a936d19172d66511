package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.run.MemoryWatch.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {

  private final AtomicBoolean enough = new AtomicBoolean(true);
  private final List<String> stalled = new ArrayList<>();
  private final List<Reason> ends = new ArrayList<>();
  private final MemoryWatch watch = new MemoryWatch(enough::get, () -> stalled, ends::add);

  private void looks(int count, boolean enoughThen) {
    enough.set(enoughThen);
    for (int i = 0; i < count; i++) {
      watch.look();
    }
  }

  @Test
  void memoryThatDoesNotComeBackEndsIt() {
    looks(2, false);
    assertThat(ends).isEmpty();

    looks(1, false);

    assertThat(ends).containsExactly(Reason.EXHAUSTED);
  }

  @Test
  void burstsEndNothing() {
    for (int i = 0; i < 5; i++) {
      looks(2, false);
      looks(1, true);
    }

    assertThat(ends).isEmpty();
  }

  @Test
  void aLoopThatStandsStillEndsItOnlyOnceMemoryHasRunOut() {
    stalled.add("monitor");
    looks(1, true);
    assertThat(ends).isEmpty();

    looks(1, false);

    assertThat(ends).containsExactly(Reason.STALLED);
  }

  @Test
  void whoeverCantEvenBeAskedForMemoryCounts() {
    MemoryWatch blind =
        new MemoryWatch(
            enough::get,
            () -> {
              throw new OutOfMemoryError();
            },
            ends::add);
    enough.set(false);

    blind.look();
    blind.look();
    blind.look();

    assertThat(ends).containsExactly(Reason.EXHAUSTED);
  }

  @Test
  void aThreadOfTheEmperorsOwnThatDiesOfItEndsIt() {
    watch.uncaughtException(new Thread(() -> {}), new OutOfMemoryError());

    assertThat(ends).containsExactly(Reason.THREAD_LOST);
  }

  @Test
  void anybodyElsesThreadAndAnythingElseThrownEndsNothing() {
    Thread others = new Thread(new ThreadGroup("others"), () -> {});

    watch.uncaughtException(others, new OutOfMemoryError());
    watch.uncaughtException(new Thread(() -> {}), new IllegalStateException("no"));

    assertThat(ends).isEmpty();
  }

  @Test
  void anOrdinaryHeapHasAReserve() {
    assertThat(new HeapReserve().getAsBoolean()).isTrue();
  }
}
