package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolWatchTest {

  private static final long LONG = Duration.ofMinutes(1).toNanos();

  private final AtomicLong time = new AtomicLong();
  private final PoolWatch watch = new PoolWatch(time::get);
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

  private final Map<String, ThreadPoolExecutor> watched = Map.of("loaders", threads);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whatDoesWhatItIsGivenIsWell() {
    watch.turn(watched);
    Await.until("it was done", () -> threads.getCompletedTaskCount() == 1);

    assertThat(watch.stalled()).isEmpty();
  }

  @Test
  void aTimerThatTurnsNoMoreIsTold() {
    watch.turn(Map.of());

    time.addAndGet(LONG);

    assertThat(watch.stalled()).containsExactly("timer");
  }

  @Test
  void whatHangsIsToldUntilItGetsOn() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    threads.execute(() -> awaitQuietly(hang));
    watch.turn(watched);
    time.addAndGet(LONG);
    watch.turn(watched);

    assertThat(watch.stalled()).containsExactly("loaders");
    hang.countDown();
    Await.until("it gets on", () -> watch.stalled().isEmpty());
  }

  @Test
  void whatGetsOnIsWellHoweverMuchWaits() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch hang = new CountDownLatch(1);
    threads.execute(() -> awaitQuietly(first));
    threads.execute(() -> awaitQuietly(hang));
    watch.turn(watched);
    first.countDown();
    Await.until("the first is done", () -> threads.getCompletedTaskCount() == 1);

    time.addAndGet(LONG);
    watch.turn(watched);

    assertThat(watch.stalled()).isEmpty();
    hang.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
