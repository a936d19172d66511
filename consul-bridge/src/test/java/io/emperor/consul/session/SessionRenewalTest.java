package io.emperor.consul.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.RecordingAgent;
import io.emperor.consul.Unmetered;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRoute;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** One session that is kept alive, by a clock that the test moves. */
class SessionRenewalTest {

  private static final Duration TTL = Duration.ofSeconds(10);
  private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(15).toNanos();

  private final FakeConsul consul = new FakeConsul();
  private final FakeTime time = new FakeTime();
  private final List<Runnable> requests = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private boolean hanging;
  private final RenewalContext renewing =
      new RenewalContext(consul, this::request, time, () -> time.now, new Random(7));
  private final SessionRenewal session =
      new SessionRenewal("s", renewing.lease(BEGIN, TTL), renewing, losses::add);

  private void request(Runnable request) {
    if (hanging) {
      requests.add(request);
    } else {
      request.run();
    }
  }

  /** Runs what is due when the clock is moved over it. The clock runs through its overflow. */
  private static final class FakeTime implements RenewalContext.Timer {

    private record Task(long at, Runnable action, CompletableFuture<?> future) {}

    private long now = BEGIN;
    private final Queue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(task -> task.at() - BEGIN));

    @Override
    public Future<?> in(long nanos, Runnable action) {
      Task task = new Task(now + nanos, action, new CompletableFuture<>());
      tasks.add(task);
      return task.future();
    }

    void move(Duration duration) {
      long end = now + duration.toNanos();
      for (Task task = tasks.peek(); task != null && task.at() - end <= 0; task = tasks.peek()) {
        tasks.remove();
        now = task.at();
        if (!task.future().isCancelled()) {
          task.action().run();
        }
      }
      now = end;
    }

    boolean isIdle() {
      return tasks.stream().allMatch(task -> task.future().isCancelled());
    }
  }

  private final class FakeConsul implements SessionCalls {

    private final List<Long> renewals = new ArrayList<>();
    private Optional<Duration> answer = Optional.of(TTL);
    private boolean failing;
    private Duration taking = Duration.ZERO;

    @Override
    public Optional<Duration> renew(String id, Duration ttl) {
      renewals.add(time.now - BEGIN);
      time.now += taking.toNanos();
      if (failing) {
        throw new ConsulException(Kind.UNAVAILABLE, Applied.UNKNOWN, "No cluster leader", null);
      }
      return answer;
    }

    @Override
    public void destroy(String id) {
      throw new AssertionError("not its business");
    }

    List<Long> gaps() {
      List<Long> gaps = new ArrayList<>();
      for (int i = 1; i < renewals.size(); i++) {
        gaps.add((renewals.get(i) - renewals.get(i - 1)) / 1_000_000);
      }
      return gaps;
    }
  }

  @Test
  void isRenewedAThirdOfTheTtlApartWithJitter() {
    session.start();
    time.move(TTL.multipliedBy(20));
    assertThat(session.isAlive()).isTrue();
    assertThat(consul.renewals.get(0)).isBetween(2_666_666_666L, 3_333_333_333L);
    assertThat(consul.gaps()).hasSizeGreaterThan(50).allMatch(gap -> gap >= 2666 && gap <= 3333);
    assertThat(consul.gaps().stream().distinct()).hasSizeGreaterThan(20);
    assertThat(losses).isEmpty();
  }

  @Test
  void slowAnswersDoNotPutTheNextRenewalOff() {
    consul.taking = Duration.ofSeconds(2);
    session.start();
    time.move(TTL.multipliedBy(5));
    assertThat(consul.gaps()).allMatch(gap -> gap >= 2666 && gap <= 3333);
  }

  @Test
  void isLostATtlAfterTheCreationWasSentAndNotANanosecondLater() {
    consul.failing = true;
    session.start();
    time.move(TTL.minusNanos(1));
    assertThat(session.isAlive()).isTrue();
    assertThat(losses).isEmpty();
    time.move(Duration.ofNanos(1));
    assertThat(session.isAlive()).isFalse();
    assertThat(losses).containsExactly("No cluster leader");
    assertThat(time.isIdle()).isTrue();
  }

  @Test
  void theDeadlineCountsFromTheMomentBeforeTheLastRenewalThatSucceededWasSent() {
    consul.taking = Duration.ofSeconds(2);
    session.start();
    time.move(Duration.ofSeconds(4));
    consul.failing = true;
    long deadline = consul.renewals.get(0) + TTL.toNanos();
    time.move(Duration.ofNanos(deadline - 1 - (time.now - BEGIN)));
    assertThat(session.isAlive()).isTrue();
    time.move(Duration.ofNanos(1));
    assertThat(session.isAlive()).isFalse();
    assertThat(losses).hasSize(1);
  }

  @Test
  void theTtlIsTheOneThatConsulAnswers() {
    consul.answer = Optional.of(Duration.ofSeconds(30));
    session.start();
    time.move(Duration.ofSeconds(4));
    consul.failing = true;
    time.move(Duration.ofSeconds(28));
    assertThat(session.isAlive()).isTrue();
    time.move(Duration.ofSeconds(2));
    assertThat(session.isAlive()).isFalse();
  }

  @Test
  void failuresAreTriedAgainSoonUntilOneSucceeds() {
    consul.failing = true;
    session.start();
    time.move(Duration.ofSeconds(9));
    assertThat(consul.gaps().get(0)).isBetween(100L, 200L);
    assertThat(consul.gaps()).hasSizeGreaterThan(6).allMatch(gap -> gap >= 100 && gap <= 1000);
    consul.failing = false;
    time.move(Duration.ofSeconds(60));
    assertThat(session.isAlive()).isTrue();
    assertThat(losses).isEmpty();
  }

  @Test
  void isLostAtOnceWhenConsulDoesNotKnowIt() {
    consul.answer = Optional.empty();
    session.start();
    time.move(Duration.ofSeconds(4));
    assertThat(session.isAlive()).isFalse();
    assertThat(losses).containsExactly("Consul does not know it any more");
    assertThat(time.isIdle()).isTrue();
  }

  @Test
  void aRenewalThatHangsDelaysNoLossAndItsLateAnswerRevivesNothing() {
    hanging = true;
    session.start();
    time.move(TTL);
    assertThat(losses).containsExactly("no renewal was answered in time");
    assertThat(requests).hasSize(1);
    requests.get(0).run();
    assertThat(consul.renewals).isEmpty();
    time.move(TTL);
    assertThat(session.isAlive()).isFalse();
    assertThat(losses).hasSize(1);
  }

  @Test
  void anAnswerAfterTheDeadlineRevivesNothing() {
    consul.taking = TTL;
    session.start();
    time.move(Duration.ofSeconds(4));
    assertThat(consul.renewals).hasSize(1);
    assertThat(session.isAlive()).isFalse();
    time.move(TTL);
    assertThat(consul.renewals).hasSize(1);
    assertThat(losses).hasSize(1);
  }

  @Test
  void isNotAliveAtTheDeadlineThoughNoTimerRan() {
    session.start();
    time.now += TTL.toNanos();
    assertThat(session.isAlive()).isFalse();
    time.now -= TTL.toNanos();
    assertThat(session.isAlive()).as("what was said to be over stays over").isFalse();
  }

  @Test
  void aRenewalThatBreaksIsTriedAgain() {
    consul.answer = Optional.of(Duration.ofDays(300_000));
    session.start();
    time.move(Duration.ofSeconds(5));
    assertThat(consul.renewals).hasSizeGreaterThan(2);
    consul.answer = Optional.of(TTL);
    time.move(TTL);
    assertThat(session.isAlive()).isTrue();
  }

  private static String session(String id, String more) {
    return "[{\"ID\":\"%s\",\"Node\":\"one\",\"Behavior\":\"release\"%s}]".formatted(id, more);
  }

  private static Optional<Duration> renewAnswered(int status, String body) {
    try (RecordingAgent agent = new RecordingAgent().answering(status, body);
        AgentHttp http =
            AgentHttp.sessions(
                AgentSettings.of(agent.address()),
                AgentRoute.only(agent.address()),
                Unmetered.by(System::nanoTime))) {
      Optional<Duration> ttl = new Sessions(http, ConsistencyMode.STALE).renew("s", TTL);
      assertThat(agent.last().method() + agent.last().uri()).isEqualTo("PUT/v1/session/renew/s");
      return ttl;
    }
  }

  @Test
  void onlyConsulsOwnWordCountsAsARenewalOrAnEnd() {
    assertThat(renewAnswered(404, "Session id 's' not found")).isEmpty();
    assertThat(renewAnswered(200, session("s", ",\"TTL\":\"20s\"")))
        .contains(Duration.ofSeconds(20));
    assertThat(renewAnswered(200, session("s", ",\"TTL\":\"\""))).contains(TTL);
    assertThat(renewAnswered(200, session("s", ""))).contains(TTL);
    for (String body : List.of("[]", "null", "true", "", "<html>", session("other", ""))) {
      assertThatThrownBy(() -> renewAnswered(200, body)).isInstanceOf(ConsulException.class);
    }
    for (int status : List.of(400, 403, 429, 500, 503)) {
      assertThatThrownBy(() -> renewAnswered(status, "No cluster leader"))
          .isInstanceOf(ConsulException.class);
    }
  }

  @Test
  void aLostSessionIsDestroyedOnceAndRenewedNoMore() throws Exception {
    // The same answer to everything: it makes a session, and is no renewal.
    try (RecordingAgent agent = new RecordingAgent().answering(200, "{\"ID\":\"s\"}");
        ConsulBridge bridge =
            new ConsulBridge(
                AgentSettings.of(agent.address()), "one", false, new SimpleMeterRegistry());
        AppConsul app = bridge.appConsul("shop")) {
      String id = app.sessionCreate(null, null, null, null, Duration.ofMillis(700));
      Await.until("it is destroyed", () -> agent.last().uri().endsWith("/destroy/s"));
      assertThat(app.sessionAlive(id)).isFalse();
      int before = agent.seen().size();
      assertThat(before).as("creation, renewals, destruction").isGreaterThan(3);
      assertThat(agent.seen().get(0).body()).contains("\"TTL\":\"700ms\"");
      Await.holdsFor(
          Duration.ofMillis(500), "nothing more is sent", () -> agent.seen().size() == before);
    }
  }

  @Test
  void whatAnAppThrowsOrRefusesEndsThere() {
    RuntimeException unkind =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no words either; thrown on purpose by a test");
          }
        };
    AppCallbacks calls =
        new AppCallbacks(
            "shop", task -> losses.add(catchThrowable(task::run) == null ? "kept" : "escaped"));
    calls.run(
        "what throws",
        () -> {
          throw unkind;
        });
    calls.run(
        "what throws",
        () -> {
          throw new StackOverflowError("thrown on purpose by a test");
        });
    AppCallbacks ended =
        new AppCallbacks(
            "shop",
            task -> {
              throw new RejectedExecutionException("the app has ended");
            });
    ended.run("what comes late", () -> losses.add("run"));
    assertThat(losses).containsExactly("kept", "kept");
  }

  @Test
  void endsSilently() {
    session.start();
    time.move(TTL);
    int before = consul.renewals.size();
    session.end();
    assertThat(session.isAlive()).isFalse();
    assertThat(time.isIdle()).isTrue();
    time.move(TTL.multipliedBy(3));
    assertThat(consul.renewals).hasSize(before);
    assertThat(losses).isEmpty();
  }
}
