package io.emperor.runtime.shared;

import static io.emperor.runtime.SharedJvmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.VassalContext;
import io.emperor.consul.Await;
import io.emperor.runtime.App;
import io.emperor.runtime.AppFailure;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.SharedJvmRig;
import io.emperor.runtime.apps.Asking;
import io.emperor.runtime.apps.Puppet;
import io.emperor.runtime.apps.Uninitializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedJvmAppTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final AppJar PUPPET = AppJar.providing(Puppet.class);

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private SharedJvmRig rig;

  @BeforeEach
  void start() {
    rig = new SharedJvmRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  @Test
  void loadingRunsNoneOfTheAppsCode() throws Exception {
    hand.onMaking(() -> hand.journal().add("made"));

    rig.load(PUPPET).close();
    rig.load(AppJar.providing(Uninitializable.class)).close();

    assertThat(hand.journal()).isEmpty();
  }

  @Test
  void aLifeIsStartHealthAndStopInThisOrder() throws Exception {
    hand.onMaking(() -> hand.journal().add("made"));
    App app = rig.load(PUPPET);

    app.start(LONG).get();
    assertThat(app.health(LONG).get().isPassing()).isTrue();
    app.stop(LONG).get();
    app.close();

    assertThat(hand.journal()).containsExactly("made", "start 3", "health", "stop");
    Await.until("no alarm is left", () -> rig.alarms() == 0);
  }

  @Test
  void theContextSaysWhatTheAppWasLaunchedWith() throws Exception {
    CompletableFuture<VassalContext> seen = new CompletableFuture<>();
    hand.onStart(seen::complete);
    App app = rig.load(PUPPET, Map.of("greeting", "hello"));

    app.start(LONG).get();

    VassalContext context = seen.get();
    assertThat(context.name()).isEqualTo("shop");
    assertThat(context.serviceId()).isEqualTo("shop-test");
    assertThat(context.generation()).isEqualTo(3);
    assertThat(context.settings()).isEqualTo(Map.of("greeting", "hello"));
    app.close();
  }

  @Test
  void theDataDirectoryIsMadeWhenItIsAskedForAndKept() throws Exception {
    CompletableFuture<VassalContext> seen = new CompletableFuture<>();
    hand.onStart(seen::complete);
    App app = rig.load(PUPPET);
    app.start(LONG).get();
    assertThat(rig.data()).doesNotExist();

    Path kept = Files.writeString(seen.get().dataDirectory().resolve("kept"), "data");
    assertThat(seen.get().dataDirectory()).isEqualTo(rig.data()).isAbsolute();
    app.stop(LONG).get();
    app.close();

    assertThat(kept).hasContent("data");
  }

  @Test
  void runsWithoutAnAgentAndIsToldThatThereIsNone() throws Exception {
    App app = rig.load(AppJar.providing(Asking.class));

    app.start(LONG).get();

    assertThat(app.health(LONG).get().note()).isEqualTo("UNAVAILABLE");
    app.stop(LONG).get();
    app.close();
  }

  @Test
  void consulIsClosedWithTheApp() throws Exception {
    CompletableFuture<VassalContext> seen = new CompletableFuture<>();
    hand.onStart(seen::complete);
    App app = rig.load(PUPPET);
    app.start(LONG).get();

    app.stop(LONG).get();

    assertThatThrownBy(() -> seen.get().consul().services())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'shop' is unloaded");
    app.close();
  }

  @Test
  void anAppWhoseStartThrewIsStoppedOnce() throws Exception {
    hand.onStart(
        context -> {
          throw new IllegalStateException("no database");
        });
    App app = rig.load(PUPPET);

    assertThatThrownBy(() -> app.start(LONG).get())
        .cause()
        .isInstanceOf(AppFailure.class)
        .hasMessage("java.lang.IllegalStateException: no database");
    app.stop(LONG).get();
    app.close();

    assertThat(hand.journal()).containsExactly("start 3", "stop");
  }

  @Test
  void anErrorOfTheAppsIsAFailureLikeAnyOther() throws Exception {
    hand.onStart(
        context -> {
          throw new StackOverflowError("too deep");
        });
    App app = rig.load(PUPPET);

    assertThatThrownBy(() -> app.start(LONG).get())
        .cause()
        .isInstanceOf(AppFailure.class)
        .hasMessage("java.lang.StackOverflowError: too deep");
    app.stop(LONG).get();
    app.close();
  }

  @Test
  void anAppThatCouldNotBeMadeIsNotStopped() throws Exception {
    hand.onMaking(
        () -> {
          throw new IllegalStateException("not today");
        });
    App app = rig.load(PUPPET);

    assertThatThrownBy(() -> app.start(LONG).get()).rootCause().hasMessageContaining("not today");
    app.stop(LONG).get();
    app.close();

    assertThat(hand.journal()).isEmpty();
  }

  @Test
  void anAppWhoseClassCannotBeInitializedFailsToStart() throws Exception {
    App app = rig.load(AppJar.providing(Uninitializable.class));

    assertThatThrownBy(() -> app.start(LONG).get())
        .cause()
        .hasMessageContaining("ExceptionInInitializerError");
    app.stop(LONG).get();
    app.close();
  }

  @Test
  void anAppIsNotStoppedWhileItsStartHangs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    hand.onStart(context -> Hand.stubbornly(release));
    App app = rig.load(PUPPET);

    assertThatThrownBy(() -> app.start(SHORT).get())
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("start() has not returned within 20 ms");
    try {
      app.stop(Duration.ofMillis(200)).get();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(TimeoutException.class);
    }
    app.close();

    assertThat(hand.journal()).containsExactly("start 3");
    release.countDown();
  }

  @Test
  void aStopThatThrowsIsToldAndTheAppIsClosedAllTheSame() throws Exception {
    CompletableFuture<VassalContext> seen = new CompletableFuture<>();
    hand.onStart(seen::complete)
        .onStop(
            () -> {
              throw new IllegalStateException("still busy");
            });
    App app = rig.load(PUPPET);
    app.start(LONG).get();

    assertThatThrownBy(() -> app.stop(LONG).get()).hasMessageContaining("still busy");

    assertThatThrownBy(() -> seen.get().consul().services())
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(app::close).doesNotThrowAnyException();
    assertThatCode(app::close).doesNotThrowAnyException();
  }

  @Test
  void aStopThatHangsIsInterruptedAndGivenUp() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    hand.onStop(
        () -> {
          try {
            return new CountDownLatch(1).await(1, TimeUnit.HOURS);
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    App app = rig.load(PUPPET);
    app.start(LONG).get();

    assertThatThrownBy(() -> app.stop(SHORT).get())
        .hasMessageContaining("stop() has not returned within 20 ms");

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    app.close();
  }
}
