package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.serf.SerfException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers at an agent's address is no agent, or no good one. */
class HostileAgentTest {

  private static final Limits QUICK =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 8, 1 << 20);

  private static SerfClient connect(FakeAgent agent) {
    return SerfClient.connect(agent.address(), null, QUICK);
  }

  private static SerfException failureOf(FakeAgent agent) {
    SerfException failure =
        catchThrowableOfType(SerfException.class, () -> connect(agent).members());
    assertThat(failure)
        .hasMessageStartingWith("the serf agent at " + agent.address() + " ")
        .hasMessageNotContaining("\n");
    return failure;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void anotherVersionIsSaid() throws IOException {
    try (FakeAgent agent =
        new FakeAgent(
            (header, answers) -> {
              answers.write(FakeAgent.header(header.number("Seq"), "Unsupported version"));
              return true;
            })) {
      SerfException failure = failureOf(agent);

      assertThat(failure.kind()).isEqualTo(Kind.OTHER_VERSION);
      assertThat(failure).hasMessageContaining("does not speak version 1 of serf's RPC");
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "48 54 54 50 2f 31 2e 31 20 34 30 30 0d 0a, a value where a map belongs",
    "c1 c1 c1, no MessagePack",
    "81 a1 61 01, a header without a number",
    "82 a3 Seq 63 a5 Error a0, an answer that nobody waits for",
    "82 a3 Seq 02 a5 Error a0 81 a7 Members db 40000000, bytes in a text",
    "82 a3 Seq 02 a5 Error a0 81 a7 Members dd 7fffffff, elements",
    "82 a3 Seq 02 a5 Error a0 df 7fffffff, entries",
    "82 a3 Seq 02 a5 Error a0 81 a7 Members 05, another type than serf's Members",
    "82 a3 Seq 02 a5 Error a0 81 a7 Members 91 81 a4 Addr c4 05 0000000000, an address of 5 bytes",
    "82 a3 Seq a1 32 a5 Error a0, another type than serf's Seq",
  })
  void whatNoAgentSaysIsNamed(String bytes, String seen) throws IOException {
    String hex = bytes;
    for (String word : List.of("Seq", "Error", "Members", "Addr")) {
      hex = hex.replace(word, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)));
    }
    try (FakeAgent agent = FakeAgent.answering(hex(hex), false)) {
      SerfException failure = failureOf(agent);

      assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(failure).hasMessageContaining(seen);
    }
  }

  @Test
  void whatTheAgentSaysIsOneLine() throws IOException {
    byte[] refusal = FakeAgent.header(2, "no\r\n\u001b[31mINFO all is well\u2028end");
    try (FakeAgent agent = FakeAgent.answering(refusal, false)) {
      SerfException failure = failureOf(agent);

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure).hasMessageEndingWith("refuses members: no [31mINFO all is well end");
    }
  }

  @Test
  void anEndWithinAMessageIsSaid() throws IOException {
    byte[] whole =
        MessageWriter.bytes(
            Map.of("Seq", 2L, "Error", ""),
            Map.of("Members", List.of(Map.of("Name", "a", "Addr", new byte[4]))));
    for (int length = 0; length < whole.length; length++) {
      try (FakeAgent agent = FakeAgent.answering(Arrays.copyOf(whole, length), true)) {
        assertThat(failureOf(agent).kind()).as("after %d", length).isEqualTo(Kind.UNREACHABLE);
      }
    }
  }

  @Test
  void silenceWithinAMessageEndsTheConnection() throws Exception {
    try (FakeAgent agent = FakeAgent.answering(hex("82 a3 53"), false)) {
      SerfClient client = connect(agent);

      SerfException failure = catchThrowableOfType(SerfException.class, client::members);

      assertThat(failure).hasMessageContaining("does not answer within 2000 ms");
      assertThat(client.ended().get(5, TimeUnit.SECONDS)).hasMessage(failure.getMessage());
    }
  }

  @Test
  void silenceFromTheBeginningIsSaid() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      SerfAddress address = new SerfAddress("127.0.0.1", silent.getLocalPort());

      assertThat(
              catchThrowableOfType(
                  SerfException.class, () -> SerfClient.connect(address, "key", QUICK)))
          .hasMessageContaining("does not answer within 2000 ms")
          .extracting(SerfException::kind)
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndTheConnectionGoesOn() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (FakeAgent agent =
        new FakeAgent(
            (header, answers) -> {
              if (header.text("Command").equals("tags") && asked.getCount() == 1) {
                asked.countDown();
                awaitQuietly(interrupted);
              }
              answers.write(FakeAgent.ok(header));
              return true;
            })) {
      SerfClient client = SerfClient.connect(agent.address(), null);
      FutureTask<Boolean> call =
          new FutureTask<>(
              () -> {
                SerfException failure =
                    catchThrowableOfType(
                        SerfException.class, () -> client.tags(Map.of(), List.of()));
                return failure.kind() == Kind.CLOSED && Thread.currentThread().isInterrupted();
              });
      Thread caller = new Thread(call);
      caller.start();
      asked.await();
      caller.interrupt();

      assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
      interrupted.countDown();
      client.event("goes-on", new byte[0]);
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
  void answersMayComeInAnyOrder() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    long[] numbers = new long[2];
    try (FakeAgent agent =
        new FakeAgent(
            (header, answers) -> {
              if (header.text("Command").equals("members")) {
                numbers[0] = header.number("Seq");
                both.countDown();
              } else if (header.text("Command").equals("tags")) {
                numbers[1] = header.number("Seq");
                both.countDown();
              } else {
                answers.write(FakeAgent.ok(header));
              }
              if (both.getCount() == 0) {
                answers.write(
                    FakeAgent.header(numbers[1], ""),
                    FakeAgent.header(numbers[0], ""),
                    MessageWriter.bytes(Map.of("Members", List.of())));
              }
              return true;
            })) {
      SerfClient client = SerfClient.connect(agent.address(), null);
      FutureTask<List<Member>> members = new FutureTask<>(client::members);
      new Thread(members).start();
      Waiting.until("the first is asked", () -> both.getCount() == 1);

      client.tags(Map.of("a", "b"), List.of());

      assertThat(members.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }

  private static byte[] event(long number, int i) {
    return MessageWriter.bytes(
        Map.of("Seq", number, "Error", ""),
        Map.of("Event", "user", "Name", "e", "Payload", new byte[] {(byte) i}, "LTime", (long) i));
  }

  @Test
  void aListenerThatIsTooSlowLosesTheConnectionAndHearsWhatWasKept() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    List<SerfEvent> heard = new CopyOnWriteArrayList<>();
    try (FakeAgent agent =
        new FakeAgent(
            (header, answers) -> {
              answers.write(FakeAgent.ok(header));
              if (header.text("Command").equals("stream")) {
                for (int i = 0; i < 100; i++) {
                  answers.write(event(header.number("Seq"), i));
                }
              }
              return true;
            })) {
      SerfClient client = connect(agent);
      SerfStream unused =
          client.stream(
              "user",
              event -> {
                awaitQuietly(slow);
                heard.add(event);
              });

      SerfException why = client.ended().get(10, TimeUnit.SECONDS);
      slow.countDown();

      assertThat(why.kind()).isEqualTo(Kind.LISTENER_TOO_SLOW);
      Waiting.until("one that was told and eight that waited", () -> heard.size() == 9);
    }
  }

  @Test
  void aListenerThatFailsHearsTheNext() throws Exception {
    List<SerfEvent> heard = new CopyOnWriteArrayList<>();
    try (FakeAgent agent =
        new FakeAgent(
            (header, answers) -> {
              answers.write(FakeAgent.ok(header));
              if (header.text("Command").equals("stream")) {
                answers.write(event(header.number("Seq"), 1), event(header.number("Seq"), 2));
              }
              return true;
            })) {
      SerfClient client = connect(agent);
      SerfStream unused =
          client.stream(
              "user",
              event -> {
                heard.add(event);
                throw new IllegalStateException("a listener's own");
              });

      Waiting.until("both were told", () -> heard.size() == 2);
      client.event("still-there", new byte[0]);
    }
  }

  @Test
  void anEventOfAKindOfTheFutureIsLeftOut() throws Exception {
    List<SerfEvent> heard = new CopyOnWriteArrayList<>();
    try (FakeAgent agent =
        new FakeAgent(
            (header, answers) -> {
              answers.write(FakeAgent.ok(header));
              if (header.text("Command").equals("stream")) {
                answers.write(
                    FakeAgent.header(header.number("Seq"), ""),
                    MessageWriter.bytes(Map.of("Event", "member-dream")),
                    event(header.number("Seq"), 1));
              }
              return true;
            })) {
      SerfStream unused = connect(agent).stream("*", heard::add);

      Waiting.until("the other was told", () -> heard.size() == 1);
    }
  }

  @Test
  void aThousandMembersAreRead() throws Exception {
    List<Map<String, Object>> members =
        IntStream.range(0, 1000)
            .<Map<String, Object>>mapToObj(
                i ->
                    Map.of(
                        "Name",
                        "node-" + i,
                        "Addr",
                        new byte[] {10, 0, (byte) (i >> 8), (byte) i},
                        "Port",
                        7946L,
                        "Tags",
                        Map.of("role", "web:db", "products", "shop:billing"),
                        "Status",
                        "alive"))
            .toList();
    try (FakeAgent agent =
        FakeAgent.answering(
            MessageWriter.bytes(Map.of("Seq", 2L, "Error", ""), Map.of("Members", members)),
            false)) {
      List<Member> read = connect(agent).members();

      assertThat(read).hasSize(1000);
      assertThat(read.get(999).address()).isEqualTo("10.0.3.231");
    }
  }
}
