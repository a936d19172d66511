package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.logging.VassalName;
import io.emperor.runtime.AppFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AppThreadsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ClassLoader loader = new ClassLoader() {};
  private final AppThreads threads = new AppThreads("shop", 3, loader, timer);

  @AfterEach
  void end() {
    threads.end();
    timer.shutdownNow();
  }

  @Test
  void runsCodeOnThreadsThatBelongToTheApp() throws Exception {
    List<Object> seen =
        threads
            .call(
                "test",
                () -> {
                  Thread thread = Thread.currentThread();
                  return List.<Object>of(
                      thread.getName(),
                      thread.getContextClassLoader(),
                      VassalName.of(thread).orElse("nobody's"));
                },
                LONG)
            .get();

    assertThat(seen).containsExactly("shop#3-1", loader, "shop");
  }

  @Test
  void aThreadThatTheAppMakesBelongsToItToo() throws Exception {
    Thread own = threads.call("test", () -> new Thread(() -> {}), LONG).get();

    assertThat(VassalName.of(own)).contains("shop");
    assertThat(VassalName.of(Thread.currentThread())).isEmpty();
  }

  @Test
  void whatEndsAThreadOfTheAppsIsToldInTheLog() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(VassalGroup.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      Thread own =
          threads.call("test", () -> new Thread(AppThreadsTest::fail, "courier"), LONG).get();
      own.start();
      own.join();

      assertThat(log.list).hasSize(1);
      ILoggingEvent event = log.list.get(0);
      assertThat(event.getFormattedMessage()).contains("courier");
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("lost its way");
    } finally {
      logger.detachAppender(log);
    }
  }

  private static void fail() {
    throw new IllegalStateException("lost its way");
  }

  @Test
  void aCallThatTakesTooLongIsInterruptedAndSaysSo() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CompletableFuture<Boolean> call =
        threads.call(
            "start()",
            () -> {
              try {
                return new CountDownLatch(1).await(1, TimeUnit.HOURS);
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            },
            Duration.ofSeconds(1));

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("start() has not returned within 1 s");
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anInterruptionThatCameTooLateDoesNotReachTheNextCall() throws Exception {
    for (int i = 0; i < 200; i++) {
      CompletableFuture<String> ending = threads.call("first", () -> "done", LONG);
      ending.cancel(true);
      assertThat(threads.call("next", () -> Thread.currentThread().isInterrupted(), LONG).get())
          .isFalse();
    }
  }

  @Test
  void growsBeforeItQueuesAndQueuesWhenItMayNotGrow() throws Exception {
    int many = 250;
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(many);
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < many; i++) {
      threads.execute(
          () -> {
            used.add(Thread.currentThread());
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            done.countDown();
          });
    }
    go.countDown();

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(used).hasSize(200);
  }

  @Test
  void whatAnAppThrowsGoesOnAsWordsAlone() {
    CompletableFuture<Void> call =
        threads.call(
            "start()",
            () -> {
              throw new BrokenException();
            },
            LONG);

    assertThatThrownBy(() -> call.thenCompose(CompletableFuture::completedFuture).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(AppFailure.class)
        .hasMessageContaining("BrokenException")
        .hasNoCause();
  }

  /** Its words can't be had. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void callsAreMadeThoughEveryThreadForRequestsIsBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(200);
    CountDownLatch go = new CountDownLatch(1);
    for (int i = 0; i < 200; i++) {
      threads.execute(
          () -> {
            busy.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    busy.await();

    assertThat(threads.call("stop()", () -> "stopped", LONG).get()).isEqualTo("stopped");
    go.countDown();
  }

  @Test
  void takesNothingOnceItHasEnded() {
    threads.end();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
