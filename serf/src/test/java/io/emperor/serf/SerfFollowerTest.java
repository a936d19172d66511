package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows a real agent of a cluster of real agents. */
class SerfFollowerTest {

  private static final String KEY = "open-sesame";

  /** Looks every half second, and compares the members never. */
  private static final SerfFollower.Pace OFTEN =
      new SerfFollower.Pace(
          Duration.ofMillis(500),
          1_000_000,
          new Limits(Duration.ofSeconds(2), Duration.ofSeconds(3), 64, 1 << 20));

  @TempDir Path directory;
  private final Heard heard = new Heard();
  private SerfAgentProcess agent;
  private SerfFollower follower;

  @BeforeEach
  void start() {
    agent = SerfAgentProcess.start(directory, "a", Map.of("role", "web"), KEY);
    follower = SerfFollower.start(agent.address(), KEY, List.of("user", "query"), heard, OFTEN);
    heard.await("members a=alive");
  }

  @AfterEach
  void end() {
    follower.close();
    agent.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void membersThatJoinAreRetaggedAndFailAreTold() {
    try (SerfAgentProcess other =
        SerfAgentProcess.start(directory, "b", Map.of("role", "db"), agent)) {
      heard.await("members a=alive b=alive");
      heard.await("member-join a b"); // serf gathers for a second
      assertThat(heard.tags("b")).isEqualTo(Map.of("role", "db"));

      other.run("", "tags", "-set", "role=cache");
      heard.await("member-update b");
      assertThat(heard.tags("b")).isEqualTo(Map.of("role", "cache"));

      other.kill();
      heard.await("members a=alive b=failed");
      heard.await("member-failed b");
    }
    assertThat(heard.lines()).doesNotContain("away", "back");
    assertThat(heard.lines().indexOf("members a=alive b=failed"))
        .as("an event comes after what has become of it")
        .isLessThan(heard.lines().indexOf("member-failed b"));
  }

  @Test
  void aMemberThatLeavesIsTold() {
    try (SerfAgentProcess other = SerfAgentProcess.start(directory, "b", Map.of(), agent)) {
      heard.await("members a=alive b=alive");

      other.leave();

      heard.await("members a=alive b=left");
      heard.await("member-leave b");
    }
  }

  @Test
  void eventsAndQueriesAreToldAndAnswered() throws Exception {
    List<String> answers = new CopyOnWriteArrayList<>();
    SerfClient client = follower.client().orElseThrow();

    client.event("config_updated", bytes("{}"));
    client.event("config_updated", bytes("{}"));
    client
        .query(
            new SerfQuery("ask", bytes("x"), List.of(), Map.of(), Duration.ofSeconds(1), false),
            (node, payload) ->
                answers.add(node + ": " + new String(payload, StandardCharsets.UTF_8)))
        .get(10, TimeUnit.SECONDS);
    client
        .query(
            new SerfQuery("silent", bytes(""), List.of(), Map.of(), Duration.ofSeconds(1), false),
            (node, payload) -> answers.add("never"))
        .get(10, TimeUnit.SECONDS);

    assertThat(answers).containsExactly("a: ok x");
    assertThat(heard.howOften("event config_updated {}")).isEqualTo(2);
    assertThat(heard.lines()).contains("query silent");
  }

  @Test
  void anAgentThatIsKilledIsAwayOnceAndItsMembersStay() {
    agent.kill();
    heard.await("away");
    Waiting.until("nobody is there", () -> follower.client().isEmpty());

    assertThat(follower.members().orElseThrow()).extracting(Member::name).containsExactly("a");
    agent.restart();
    heard.await("back");
    follower.client().orElseThrow().event("after", bytes("1"));
    heard.await("event after 1");

    assertThat(heard.lines())
        .as("the same members are told once")
        .filteredOn(line -> !line.startsWith("member-join"))
        .containsExactly("members a=alive", "away", "back", "event after 1");
  }

  @Test
  void whatHasChangedMeanwhileIsToldWhenTheAgentIsBack() {
    try (SerfAgentProcess other = SerfAgentProcess.start(directory, "b", Map.of(), agent)) {
      heard.await("members a=alive b=alive");
      agent.kill();
      heard.await("away");
      other.kill();

      agent.restart();
      heard.await("back");

      // It has forgotten the other, who is not there any more to be found.
      Waiting.until("it is told", () -> heard.howOften("members a=alive") == 2);
    }
    assertThat(heard.lines().indexOf("back"))
        .isLessThan(heard.lines().lastIndexOf("members a=alive"));
  }

  @Test
  void anAgentThatIsSilentIsNoticedAndFoundAgain() {
    agent.pause();
    try {
      heard.await("away");
    } finally {
      agent.resume();
    }
    heard.await("back");

    follower.client().orElseThrow().event("after", bytes("2"));
    heard.await("event after 2");
    assertThat(heard.howOften("away")).isEqualTo(1);
    assertThat(heard.howOften("back")).isEqualTo(1);
  }

  @Test
  void aSlowListenerDoesNotKeepQueriesWaiting() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    SerfListener listener =
        new SerfListener() {
          @Override
          public void event(UserEvent event) {
            awaitQuietly(slow);
          }

          @Override
          public Optional<byte[]> query(QueryEvent query) {
            asked.countDown();
            return Optional.of(bytes("ok"));
          }
        };
    try (SerfFollower other =
        SerfFollower.start(agent.address(), KEY, List.of("user:slow", "query:ask"), listener)) {
      Waiting.until("it is there", () -> other.members().isPresent());
      SerfClient client = follower.client().orElseThrow();
      client.event("slow", bytes(""));
      var unused = client.query(new SerfQuery("ask", bytes("")), (node, payload) -> {});

      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      slow.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoeverIsTooSlowIsToldThatSomethingWasMissed() {
    CountDownLatch slow = new CountDownLatch(1);
    Heard other = new Heard();
    SerfListener listener =
        new SerfListener() {
          @Override
          public void event(UserEvent event) {
            awaitQuietly(slow);
          }

          @Override
          public void members(List<Member> members) {
            other.members(members);
          }

          @Override
          public void away(String why) {
            other.lines().add("away: " + why);
          }

          @Override
          public void back() {
            other.back();
          }
        };
    try (SerfFollower late =
        SerfFollower.start(agent.address(), KEY, List.of("user"), listener, OFTEN)) {
      other.await("members a=alive");
      SerfClient client = late.client().orElseThrow();
      SerfClient sender = follower.client().orElseThrow();
      for (int i = 0; i < 100; i++) {
        sender.event("flood", bytes(""));
      }
      Waiting.until("it is given up", () -> client.ended().isDone());
      slow.countDown();
      other.await("back");
    }
    assertThat(other.lines().get(1))
        .startsWith("away: the serf agent at " + agent.address() + " tells faster than");
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    follower.close();
    follower.close();
    try (SerfClient client = SerfClient.connect(agent.address(), KEY)) {
      client.event("later", bytes(""));
    }
    agent.kill();

    assertThat(heard.lines()).doesNotContain("event later ", "away");
  }

  @Test
  void aWrongKeyIsToldOnce() {
    Heard refused = new Heard();
    try (SerfFollower stranger =
        SerfFollower.start(agent.address(), "wrong-word", List.of(), refused, OFTEN)) {
      refused.await("away");
      Waiting.until("it was tried often", () -> agent.log().split("Accepted client").length > 4);
      assertThat(stranger.members()).isEmpty();
    }
    assertThat(refused.lines()).containsExactly("away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "member-join", "user,query", "user:", "users", "", "query:a\nb,c"})
  void whatCannotBeFollowedIsRefused(String type) {
    assertThatThrownBy(() -> SerfFollower.start(agent.address(), KEY, List.of(type), heard, OFTEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write user, user:NAME, query or query:NAME")
        .hasMessageNotContaining("\n");
  }
}
