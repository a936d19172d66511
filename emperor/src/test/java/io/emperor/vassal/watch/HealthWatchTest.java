package io.emperor.vassal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import io.emperor.runtime.App;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthWatchTest {

  private static final Duration TTL = Duration.ofSeconds(15);

  private long now;
  private final HandTimer timer = new HandTimer();
  private final AskedApp app = new AskedApp();
  private final List<Health> told = new ArrayList<>();
  private final HealthWatch watch =
      new HealthWatch(app, TTL, Runnable::run, timer, () -> now, new Random(1), told::add);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void asksForTheFirstTimeAfterAThirdOfTheTtlOrALittleEarlier() {
    watch.start();
    assertThat(app.asked).isEmpty();

    assertThat(timer.next()).isBetween(Duration.ofMillis(4250), Duration.ofSeconds(5));
    assertThat(app.asked).hasSize(1);
  }

  @Test
  void givesTheAppAThirdOfTheTtl() {
    watch.start();
    timer.next();

    assertThat(app.limit).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void tellsEveryAnswerAndAsksAgainOnlyAfterIt() {
    watch.start();
    timer.next();
    assertThat(timer.waiting()).isZero();

    app.answer(Health.warning("one"));
    assertThat(timer.waiting()).isOne();
    timer.next();
    app.answer(Health.passing("two"));

    assertThat(told).containsExactly(Health.warning("one"), Health.passing("two"));
    assertThat(timer.waiting()).isOne();
  }

  @Test
  void asksAgainWhenNobodyCouldBeTold() {
    HealthWatch failing =
        new HealthWatch(
            app,
            TTL,
            Runnable::run,
            timer,
            () -> now,
            new Random(1),
            health -> {
              throw new IllegalStateException("on purpose");
            });
    failing.start();
    timer.next();

    app.answer(Health.passing());

    assertThat(timer.waiting()).isOne();
  }

  @Test
  void doesNotAskOnceItHasEnded() {
    watch.start();

    watch.end();
    timer.next();

    assertThat(app.asked).isEmpty();
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void doesNotTellWhatComesAfterItsEnd() {
    watch.start();
    timer.next();

    watch.end();
    app.answer(Health.passing());

    assertThat(told).isEmpty();
  }

  @Test
  void vassalsThatComeTogetherDoNotStayInStep() {
    Set<Duration> delays = new HashSet<>();
    watch.start();
    for (int i = 0; i < 10; i++) {
      delays.add(timer.next());
      app.answer(Health.passing());
    }

    assertThat(delays).as("waits that are as long as another's").hasSizeGreaterThan(1);
  }

  @Test
  void vassalsThatCameAtOtherTimesAreAskedAtTheSameMoments() {
    for (int i = 0; i < 10; i++) {
      now += 12_345_678;
      watch.start();
      assertThat((now + timer.next().toNanos()) % Duration.ofMillis(250).toNanos()).isZero();
    }
  }

  /** Answers when the test does. */
  private static final class AskedApp implements App {
    private final List<CompletableFuture<Health>> asked = new ArrayList<>();
    private Duration limit = Duration.ZERO;

    void answer(Health health) {
      asked.get(asked.size() - 1).complete(health);
    }

    @Override
    public long pid() {
      return 0;
    }

    @Override
    public CompletableFuture<Health> health(Duration allowed) {
      limit = allowed;
      CompletableFuture<Health> answer = new CompletableFuture<>();
      asked.add(answer);
      return answer;
    }

    @Override
    public CompletableFuture<Void> start(Duration allowed) {
      throw new AssertionError("not the watch's business");
    }

    @Override
    public Optional<ServletApp> servlets() {
      throw new AssertionError("not the watch's business");
    }

    @Override
    public CompletableFuture<Void> stop(Duration allowed) {
      throw new AssertionError("not the watch's business");
    }

    @Override
    public void close() {
      throw new AssertionError("not the watch's business");
    }
  }
}
