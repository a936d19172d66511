package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
    Thread thread = threads.call("test", Thread::currentThread, LONG).get();

    assertThat(thread.getName()).startsWith("shop#3-");
    assertThat(thread.getContextClassLoader()).isSameAs(loader);
    assertThat(VassalGroup.vassalOf(thread)).contains("shop");
  }

  @Test
  void aThreadThatTheAppMakesBelongsToItToo() throws Exception {
    Thread own = threads.call("test", () -> new Thread(() -> {}), LONG).get();

    assertThat(VassalGroup.vassalOf(own)).contains("shop");
    assertThat(VassalGroup.vassalOf(Thread.currentThread())).isEmpty();
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
            Duration.ofMillis(10));

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("start() has not returned within 10 ms");
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
  void takesNothingOnceItHasEnded() {
    threads.end();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
