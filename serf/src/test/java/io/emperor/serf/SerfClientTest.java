package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.serf.SerfException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real agents: {@code one} with a key, {@code two} without. */
class SerfClientTest {

  private static final String KEY = "open-sesame";

  @TempDir static Path directory;
  private static SerfAgentProcess one;
  private static SerfAgentProcess two;
  private SerfClient client;
  private SerfClient other;

  @BeforeAll
  static void startAgents() {
    one = SerfAgentProcess.start(directory, "one", Map.of("role", "web:db", "é", "ü ="), KEY);
    two = SerfAgentProcess.start(directory, "two", Map.of("role", "cache"), one);
    try (SerfClient client = SerfClient.connect(two.address(), null)) {
      Waiting.until("there are two", () -> client.members().size() == 2);
    }
  }

  @AfterAll
  static void endAgents() {
    two.close();
    one.close();
  }

  @BeforeEach
  void connect() {
    client = SerfClient.connect(one.address(), KEY);
    other = SerfClient.connect(two.address(), null);
  }

  @AfterEach
  void close() {
    client.close();
    other.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SerfException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(SerfException.class, call);
  }

  private static Member member(SerfClient client, String name) {
    return client.members(new MemberFilter(name, "", Map.of())).get(0);
  }

  @Test
  void aMemberIsWhatItsAgentSays() {
    Waiting.until("the agents agree", () -> client.members().size() == 2);

    assertThat(client.members())
        .contains(
            new Member(
                "one",
                one.host(),
                7946,
                Map.of("role", "web:db", "é", "ü ="),
                Member.Status.ALIVE));
  }

  @Test
  void membersAreFilteredByNameStatusAndTags() {
    assertThat(client.members(new MemberFilter("t.*", "", Map.of())))
        .extracting(Member::name)
        .containsExactly("two");
    assertThat(client.members(new MemberFilter("", "alive|left", Map.of("role", ".*db"))))
        .extracting(Member::name)
        .containsExactly("one");
    assertThat(client.members(new MemberFilter("", "failed", Map.of()))).isEmpty();
    assertThat(client.members(MemberFilter.ALL)).hasSize(2);
    assertThat(client.members(MemberFilter.NOBODY)).isEmpty();
  }

  @Test
  void anExpressionThatTheAgentCannotReadEndsTheConnection() {
    SerfException failure = failureOf(() -> client.members(new MemberFilter("(", "", Map.of())));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("has ended the connection; its log may say why");
    assertThat(failureOf(client::members)).hasMessage(failure.getMessage());
  }

  @Test
  void tagsAreSetAndDeleted() {
    other.tags(Map.of("added", "1", "more", "2"), List.of());
    Waiting.until("both are there", () -> member(client, "two").tags().size() == 3);
    other.tags(Map.of("added", "3"), List.of("more"));
    Waiting.until("one is gone", () -> member(client, "two").tags().size() == 2);

    assertThat(member(client, "two").tags()).isEqualTo(Map.of("role", "cache", "added", "3"));
    other.tags(Map.of(), List.of("added"));
  }

  @Test
  void manyEventsOfOneNameAllArriveInTheOrderOfTheirClock() {
    ConcurrentLinkedQueue<UserEvent> heard = new ConcurrentLinkedQueue<>();
    SerfStream unused = other.stream("user:many", event -> heard.add((UserEvent) event));

    IntStream.range(0, 50).forEach(i -> client.event("many", bytes("number " + i)));

    Waiting.until("all have arrived", () -> heard.size() == 50);
    assertThat(heard)
        .extracting(event -> new String(event.payload(), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50).mapToObj(i -> "number " + i).toList());
    assertThat(heard).noneMatch(UserEvent::coalesce);
    assertThat(heard.stream().map(UserEvent::lamportTime).distinct()).hasSize(50);
  }

  @Test
  void anEventThatIsTooLargeIsRefusedInTheAgentsWords() {
    SerfException failure = failureOf(() -> client.event("large", new byte[600]));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("the serf agent at " + one.address() + " refuses event: ")
        .hasMessageContaining("512 bytes");
    assertThat(failureOf(() -> client.event("huge", new byte[1 << 20])))
        .hasMessageContaining("bytes, which are more than 65536");
  }

  @Test
  void howLargeAnEventIsCanBeKnownBefore() {
    for (String name :
        List.of("e", "config_updated", "a-name-of-more-than-31-characters", "ümläut")) {
      int most = 512 - UserEvent.encodedBytes(name, 0);

      client.event(name, new byte[most]);
      // Serf's clock is young: four bytes less than were reckoned with.
      client.event(name, new byte[most + 2]);
      assertThat(failureOf(() -> client.event(name, new byte[most + 5])).kind())
          .isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void severalStreamsOfOneConnectionHearTheirOwn() throws Exception {
    ConcurrentLinkedQueue<SerfEvent> a = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<SerfEvent> b = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<SerfEvent> all = new ConcurrentLinkedQueue<>();
    SerfStream first = client.stream("user:a", a::add);
    SerfStream second = client.stream("user:b", b::add);
    SerfStream third = client.stream("*", all::add);

    client.event("a", bytes("1"));
    client.event("b", bytes("2"));
    Waiting.until("all have been heard", () -> all.size() == 2 && a.size() == 1 && b.size() == 1);
    first.close();
    first.close();
    client.event("a", bytes("3"));
    client.event("b", bytes("4"));
    Waiting.until("the others hear on", () -> all.size() == 4 && b.size() == 2);

    assertThat(a).hasSize(1);
    second.close();
    third.close();
  }

  @Test
  void aQueryIsAnsweredAndAcknowledged() throws Exception {
    SerfStream unused =
        other.stream(
            "query:ask",
            event -> {
              QueryEvent query = (QueryEvent) event;
              other.respond(query.id(), bytes("heard " + query.payload().length));
            });
    List<String> heard = new CopyOnWriteArrayList<>();

    client
        .query(
            new SerfQuery("ask", new byte[3], List.of(), Map.of(), Duration.ofSeconds(3), true),
            new QueryListener() {
              @Override
              public void acknowledged(String node) {
                heard.add("ack of " + node);
              }

              @Override
              public void answered(String node, byte[] payload) {
                heard.add(node + " has " + new String(payload, StandardCharsets.UTF_8));
              }
            })
        .get(10, TimeUnit.SECONDS);

    assertThat(heard).containsExactlyInAnyOrder("ack of one", "ack of two", "two has heard 3");
  }

  @Test
  void aQueryGoesToWhomItIsMeantFor() throws Exception {
    assertThat(acknowledgedBy(List.of("two"), Map.of())).containsExactly("two");
    assertThat(acknowledgedBy(List.of(), Map.of("role", "w.*"))).containsExactly("one");
  }

  private List<String> acknowledgedBy(List<String> nodes, Map<String, String> tags)
      throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    client
        .query(
            new SerfQuery("who", new byte[0], nodes, tags, Duration.ofSeconds(1), true),
            new QueryListener() {
              @Override
              public void acknowledged(String node) {
                heard.add(node);
              }

              @Override
              public void answered(String node, byte[] payload) {}
            })
        .get(10, TimeUnit.SECONDS);
    return heard;
  }

  @Test
  void anAnswerThatIsTooLateIsRefused() throws Exception {
    CompletableFuture<QueryEvent> asked = new CompletableFuture<>();
    SerfStream unused = other.stream("query:late", e -> asked.complete((QueryEvent) e));

    client
        .query(
            new SerfQuery("late", new byte[0], List.of(), Map.of(), Duration.ofMillis(500), false),
            (node, payload) -> {})
        .get(10, TimeUnit.SECONDS);
    QueryEvent query = asked.get(10, TimeUnit.SECONDS);

    Waiting.until(
        "the agent forgets it",
        () -> {
          SerfException failure = failureOf(() -> other.respond(query.id(), bytes("ok")));
          return failure != null && failure.kind() == Kind.REFUSED;
        });
    assertThat(other.members()).hasSize(2);
  }

  @Test
  void aQueryFailsWithItsConnection() {
    CompletableFuture<?> query =
        client.query(
            new SerfQuery("x", new byte[0], List.of(), Map.of(), Duration.ofMinutes(1), false),
            (node, payload) -> {});

    client.close();

    assertThatThrownBy(() -> query.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SerfException.class);
  }

  @Test
  void aStreamOfWhatSerfDoesNotHaveIsRefused() {
    assertThat(failureOf(() -> client.stream("nonsense", event -> {})).kind())
        .isEqualTo(Kind.REFUSED);
    assertThat(client.members()).hasSize(2);
  }

  @Test
  void aWrongKeyIsRefusedAndToldToNobody() {
    SerfException failure = failureOf(() -> SerfClient.connect(one.address(), "wrong-word"));

    assertThat(failure.kind()).isEqualTo(Kind.KEY_REFUSED);
    assertThat(failure).hasMessageContaining("refuses the key; give its rpc_auth");
    assertThat(failure.toString()).doesNotContain("wrong-word");
    assertThat(client.toString()).doesNotContain(KEY);
  }

  @Test
  void aKeyThatIsMissingIsSaid() {
    SerfClient nobody = SerfClient.connect(one.address(), null);

    SerfException failure = failureOf(nobody::members);

    assertThat(failure.kind()).isEqualTo(Kind.KEY_REFUSED);
    assertThat(failure).hasMessageContaining("wants a key; give its rpc_auth");
  }

  @Test
  void nobodyThereIsSaid() {
    SerfException failure =
        failureOf(() -> SerfClient.connect(new SerfAddress("127.0.0.1", 1), KEY));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("the serf agent at 127.0.0.1:1 can't be reached")
        .hasMessageContaining("look whether it runs and has this rpc-addr");
  }

  @Test
  void whatWasClosedSaysSo() {
    client.close();

    assertThat(failureOf(client::members).kind()).isEqualTo(Kind.CLOSED);
    assertThat(client.ended()).isCompletedWithValueMatching(why -> why.kind() == Kind.CLOSED);
  }

  /** Serf's own default, which this client never uses: what is held here is why. */
  @Test
  void anAgentKeepsTheLastAloneOfTwoEventsThatMayBeCoalesced() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    SerfStream unused =
        other.stream(
            "user:key",
            event -> heard.add(new String(((UserEvent) event).payload(), StandardCharsets.UTF_8)));

    Connection raw = Connection.open(two.address(), Limits.USUAL);
    raw.tell("handshake", Map.of("Version", 1L));
    tell(raw, "a", true);
    tell(raw, "b", true);
    tell(raw, "c", false);
    tell(raw, "d", false);
    Waiting.until("what was coalesced is told", () -> heard.contains("b"));

    assertThat(heard).containsExactly("c", "d", "b");
  }

  private static void tell(Connection connection, String payload, boolean coalesce) {
    connection.tell(
        "event", Map.of("Name", "key", "Payload", bytes(payload), "Coalesce", coalesce));
  }
}
