package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.runtime.Hand;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadCensusTest {

  private final AtomicLong now = new AtomicLong();
  private final ThreadCensus census = new ThreadCensus(now::get);
  private final CountDownLatch release = new CountDownLatch(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AppThreads first = threads("shop", 1);
  private final AppThreads second = threads("shop", 2);
  private final AppThreads other = threads("bar", 1);
  private final AppThreads lone = threads("lone", 1); // whose threads no other test has had

  @AfterEach
  void end() {
    release.countDown();
    first.end();
    second.end();
    other.end();
    lone.end();
    timer.shutdownNow();
  }

  @Test
  void countsTheThreadsOfAllGenerationsAndWhatTheyHaveMade() {
    CountDownLatch begun = new CountDownLatch(4);
    first.execute(() -> busy(begun));
    second.execute(
        () -> {
          ThreadGroup own = new ThreadGroup("the-apps-own");
          new Thread(own, () -> busy(begun)).start();
          busy(begun);
        });
    other.execute(() -> busy(begun));
    Await.until("all run", () -> begun.getCount() == 0);

    assertThat(census.of("shop")).isEqualTo(3);
    assertThat(census.of("bar")).isEqualTo(1);
    assertThat(census.of("nobody")).isZero();
  }

  @Test
  void countsOnceForAllWhoAskWithinASecond() {
    assertThat(census.of("lone")).isZero();
    CountDownLatch begun = new CountDownLatch(1);
    lone.execute(() -> busy(begun));
    Await.until("it runs", () -> begun.getCount() == 0);

    now.set(TimeUnit.SECONDS.toNanos(1) - 1);
    assertThat(census.of("lone")).isZero();
    now.incrementAndGet();
    assertThat(census.of("lone")).isEqualTo(1);
  }

  private void busy(CountDownLatch begun) {
    begun.countDown();
    Hand.stubbornly(release);
  }

  private AppThreads threads(String vassal, int generation) {
    return new AppThreads(vassal, generation, new ClassLoader() {}, timer);
  }
}
