package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {

  private static final Duration BEAT = Duration.ofMillis(20);

  private final List<List<String>> heard = new CopyOnWriteArrayList<>();
  private final List<String> stalled = new CopyOnWriteArrayList<>();
  private final ServiceManager manager = new ServiceManager(heard::add, BEAT);

  @AfterEach
  void close() {
    manager.close();
  }

  private long signs() {
    return heard.stream().filter(List.of("WATCHDOG=1")::equals).count();
  }

  private void awaitHeard(String... assignments) {
    Await.until(String.join(" ", assignments), () -> heard.contains(List.of(assignments)));
  }

  @Test
  void readinessIsSaidFirstAndThenSignsOfLifeGoOn() {
    manager.ready("watches here", () -> stalled);

    Await.until("three signs", () -> signs() >= 3);
    assertThat(heard).startsWith(List.of("READY=1", "STATUS=watches here"));
  }

  @Test
  void nothingIsSaidOfLifeWhileALoopIsStuckAndItsNameIs() throws Exception {
    manager.ready("watches here", () -> stalled);
    Await.until("a sign", () -> signs() >= 1);

    stalled.add("heartbeats");

    awaitHeard("STATUS=stuck: heartbeats");
    long before = signs();
    Await.holdsFor(BEAT.multipliedBy(5), "no sign of life", () -> signs() == before);

    stalled.clear();

    awaitHeard("STATUS=watches here");
    Await.until("a sign", () -> signs() > before);
  }

  @Test
  void aQuestionThatFailsIsAskedAgain() {
    List<String> asked = new CopyOnWriteArrayList<>();
    manager.ready(
        "watches here",
        () -> {
          asked.add("once more");
          if (asked.size() == 1) {
            throw new IllegalStateException("broken");
          }
          return List.of();
        });

    Await.until("a sign", () -> signs() >= 1);
  }

  @Test
  void aReloadIsOverWhenItsLastStepIs() throws Exception {
    CompletableFuture<Void> reload = new CompletableFuture<>();

    manager.reloading(reload);

    awaitHeard("RELOADING=1");
    Await.holdsFor(BEAT.multipliedBy(5), "not ready", () -> !heard.contains(List.of("READY=1")));
    reload.completeExceptionally(new IllegalStateException("broken"));
    awaitHeard("READY=1");
  }

  @Test
  void theEndIsSaidAndNothingAfterIt() throws Exception {
    manager.ready("watches here", () -> stalled);

    manager.stopping();
    manager.reloading(CompletableFuture.completedFuture(null));
    manager.close();

    assertThat(heard).endsWith(List.of("STOPPING=1", "STATUS=stopping, vassals first"));
    Await.holdsFor(BEAT.multipliedBy(5), "silence", () -> heard.get(heard.size() - 1).size() == 2);
  }

  @Test
  void nobodyIsToldWhereNobodyAsked() throws Exception {
    try (ServiceManager absent = ServiceManager.of(Map.of("WATCHDOG_USEC", "1000"), 1)) {
      absent.ready("watches here", () -> List.of(fail()));
      Await.holdsFor(
          BEAT.multipliedBy(2),
          "no thread",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("service-manager")));
    }
  }

  private static String fail() {
    throw new AssertionError("asked");
  }
}
