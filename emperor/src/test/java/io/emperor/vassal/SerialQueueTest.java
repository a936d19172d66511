package io.emperor.vassal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialQueueTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final SerialQueue queue = new SerialQueue("test", threads::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void keepsTheOrderAndGivesOthersATurnBetween() {
    SerialQueue other = new SerialQueue("other", threads::add);
    queue.execute(() -> done.add("a"));
    queue.execute(() -> done.add("b"));
    other.execute(() -> done.add("x"));

    runAll();

    assertThat(done).containsExactly("a", "x", "b");
  }

  @Test
  void aTaskThatThrowsStopsNothing() {
    queue.execute(
        () -> {
          throw new AssertionError("on purpose");
        });
    queue.execute(() -> done.add("after"));

    runAll();

    assertThat(done).containsExactly("after");
  }

  @Test
  void aTaskThatFindsNoMemoryIsHeardOfAndStopsNothing() {
    queue.execute(
        () -> {
          throw new OutOfMemoryError("on purpose");
        });
    queue.execute(() -> done.add("after"));

    assertThatThrownBy(this::runAll).isInstanceOf(OutOfMemoryError.class);
    runAll();

    assertThat(done).containsExactly("after");
  }

  @Test
  void aTaskThatIsAddedByATaskComesLast() {
    queue.execute(() -> queue.execute(() -> done.add("added")));
    queue.execute(() -> done.add("before"));

    runAll();

    assertThat(done).containsExactly("before", "added");
  }

  @Test
  void neverRunsTwoTasksAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    SerialQueue busy = new SerialQueue("busy", pool);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(10_000);
    for (int i = 0; i < 10_000; i++) {
      busy.execute(
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            all.countDown();
          });
    }

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(1);
    pool.shutdownNow();
  }

  private void runAll() {
    for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
      next.run();
    }
  }
}
