package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Follows an agent that tells of nothing by itself, or of everything at the wrong moment. */
class FollowerCompareTest {

  private static final SerfFollower.Pace AT_EACH_LOOK =
      new SerfFollower.Pace(Duration.ofMillis(50), 2, Limits.USUAL);

  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Heard heard = new Heard();
  private volatile String name = "a";

  private static byte[] members(String name) {
    return MessageWriter.bytes(Map.of("Members", List.of(Map.of("Name", name, "Status", "alive"))));
  }

  private boolean answer(Fields header, FakeAgent.Answers answers) throws IOException {
    String command = header.text("Command");
    commands.add(command);
    switch (command) {
      case "members" -> answers.write(FakeAgent.ok(header), members(name));
      case "members-filtered" ->
          answers.write(FakeAgent.ok(header), MessageWriter.bytes(Map.of("Members", List.of())));
      default -> answers.write(FakeAgent.ok(header));
    }
    return true;
  }

  @Test
  void itSubscribesFirstAndThenReads() throws IOException {
    try (FakeAgent agent = new FakeAgent(this::answer);
        SerfFollower follower =
            SerfFollower.start(
                agent.address(), "key", List.of("user", "query"), heard, AT_EACH_LOOK)) {
      Waiting.until("it has read", () -> follower.members().isPresent());

      assertThat(commands.subList(0, 5))
          .containsExactly("handshake", "auth", "stream", "stream", "members");
    }
  }

  @Test
  void itComparesWithoutBeingToldAndTellsWhatDiffers() throws IOException {
    try (FakeAgent agent = new FakeAgent(this::answer);
        SerfFollower follower =
            SerfFollower.start(agent.address(), null, List.of(), heard, AT_EACH_LOOK)) {
      heard.await("members a=alive");
      Waiting.until(
          "it has compared often", () -> commands.stream().filter("members"::equals).count() > 5);
      name = "b";
      heard.await("members b=alive");

      assertThat(heard.lines()).containsExactly("members a=alive", "members b=alive");
      assertThat(commands).contains("members-filtered");
      assertThat(follower.client()).isPresent();
    }
  }

  @Test
  void anEventThatComesBeforeTheMembersIsToldAfterThem() throws IOException {
    try (FakeAgent agent =
            new FakeAgent(
                (header, answers) -> {
                  boolean goesOn = answer(header, answers);
                  if (header.text("Command").equals("stream")) {
                    answers.write(
                        FakeAgent.ok(header),
                        MessageWriter.bytes(Map.of("Event", "user", "Name", "early")));
                  }
                  return goesOn;
                });
        SerfFollower follower =
            SerfFollower.start(agent.address(), null, List.of("user"), heard, AT_EACH_LOOK)) {
      heard.await("event early ");

      assertThat(heard.lines()).containsExactly("members a=alive", "event early ");
      assertThat(follower.client()).isPresent();
    }
  }

  @Test
  void anAgentThatEndsEveryConnectionIsNotAskedEverFaster() throws IOException {
    try (FakeAgent agent = FakeAgent.answering(new byte[0], true);
        SerfFollower follower =
            SerfFollower.start(agent.address(), null, List.of(), heard, AT_EACH_LOOK)) {
      long begin = System.nanoTime();
      Waiting.until("it was tried five times", () -> agent.connections() >= 5);

      // 50, 100, 200, 400 ms at least
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(750));
      assertThat(heard.lines()).containsExactly("away");
      assertThat(follower.client()).isEmpty();
    }
  }

  @Test
  void aListenerThatFailsIsToldWhatComesNext() throws IOException {
    List<String> names = new CopyOnWriteArrayList<>();
    SerfListener failing =
        new SerfListener() {
          @Override
          public void members(List<Member> members) {
            names.add(members.get(0).name());
            throw new IllegalStateException("a listener's own");
          }
        };
    try (FakeAgent agent = new FakeAgent(this::answer);
        SerfFollower follower =
            SerfFollower.start(agent.address(), null, List.of(), failing, AT_EACH_LOOK)) {
      Waiting.until("it was told", () -> names.size() == 1);
      name = "b";
      Waiting.until("it was told again", () -> names.size() == 2);

      assertThat(agent.connections()).isEqualTo(1);
      assertThat(follower.client()).isPresent();
    }
  }
}
