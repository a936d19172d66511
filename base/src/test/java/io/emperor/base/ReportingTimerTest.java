package io.emperor.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportingTimerTest {

  private final CompletableFuture<Throwable> reported = new CompletableFuture<>();
  private final ReportingTimer timer = new ReportingTimer(this::thread);

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "timer");
    thread.setUncaughtExceptionHandler((self, thrown) -> reported.complete(thrown));
    return thread;
  }

  @AfterEach
  void end() {
    var unused = timer.shutdownNow();
  }

  private static void fail() {
    throw new OutOfMemoryError("here");
  }

  @Test
  void whatARepeatedTaskThrowsIsReported() {
    var unused = timer.scheduleAtFixedRate(ReportingTimerTest::fail, 0, 1, TimeUnit.MILLISECONDS);

    assertThat(reported.orTimeout(10, TimeUnit.SECONDS).join()).hasMessage("here");
  }

  @Test
  void whatIsToComeAgainDoesSoWhateverItThrows() throws Exception {
    CountDownLatch turns = new CountDownLatch(6);
    Runnable failing =
        () -> {
          turns.countDown();
          fail();
        };
    var unused = timer.scheduleAtFixedRate(failing, 0, 1, TimeUnit.MILLISECONDS);
    var unusedToo = timer.scheduleWithFixedDelay(failing, 0, 1, TimeUnit.MILLISECONDS);

    assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void soIsWhatATaskThrowsThatRunsOnce() {
    var unused = timer.schedule(ReportingTimerTest::fail, 0, TimeUnit.MILLISECONDS);

    assertThat(reported.orTimeout(10, TimeUnit.SECONDS).join()).hasMessage("here");
  }

  @Test
  void whatGoesWellIsNot() throws Exception {
    timer.schedule(() -> {}, 0, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
    timer.execute(() -> {});
    timer.shutdown();

    assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reported).isNotDone();
  }
}
