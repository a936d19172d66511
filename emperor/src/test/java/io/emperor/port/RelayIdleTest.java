package io.emperor.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a relay takes for use, and whose connections it ends. */
@Timeout(60)
class RelayIdleTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration LONG = Duration.ofMinutes(5);

  private final AtomicLong clock = new AtomicLong(1);
  private final Relay relay = new Relay("relay", clock::get, new RelayLimit(1000));
  private final AtomicInteger awaited = new AtomicInteger();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);
  private RelayPort port;

  @BeforeEach
  void listen() throws IOException {
    port = relay.listen(LOOPBACK, 0);
  }

  @AfterEach
  void close() throws Exception {
    answer.countDown();
    for (AutoCloseable each : open) {
      each.close();
    }
    relay.close();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private TestProgram serve(TestProgram.Talk talk) throws IOException {
    TestProgram program = new TestProgram(talk);
    open.add(program);
    port.serve(program.address());
    return program;
  }

  private TestProgram serveEcho() throws IOException {
    return serve(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
  }

  /** Answers late what it is asked. */
  private TestProgram serveSlow() throws IOException {
    return serve(
        socket -> {
          int word = socket.getInputStream().read();
          asked.incrementAndGet();
          answer.await();
          socket.getOutputStream().write(word);
          socket.getInputStream().transferTo(socket.getOutputStream());
        });
  }

  private Socket client() throws IOException {
    Socket socket = new Socket(LOOPBACK, port.number());
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  /** A connection that has had an answer. */
  private Socket answered() throws IOException {
    int others = port.underWay();
    Socket client = client();
    ask(client);
    assertAnswered(client);
    Await.until("that is known", () -> port.underWay() == others);
    return client;
  }

  private static void ask(Socket client) throws IOException {
    client.getOutputStream().write('x');
  }

  private void awaitAsked() {
    Await.until("it is asked", () -> asked.get() == 1);
    Await.until("that is known", () -> port.underWay() == 1);
  }

  private static void assertAnswered(Socket client) throws IOException {
    assertThat(new String(client.getInputStream().readNBytes(1), US_ASCII)).isEqualTo("x");
  }

  private static void assertEnded(Socket client) throws IOException {
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void itIsIdleSinceTheLastByteThoughConnectionsAreOpen() throws Exception {
    serveEcho();
    pass(LONG);
    assertThat(port.idle()).isEqualTo(LONG);

    Socket client = answered();
    assertThat(port.idle()).isZero();
    pass(Duration.ofSeconds(7));

    Await.until("it is idle", () -> port.idle().equals(Duration.ofSeconds(7)));
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void aClientThatSaysNothingIsNoUse() throws Exception {
    TestProgram program = serveEcho();
    pass(LONG);
    client();
    Await.until("it is there", () -> program.taken() == 1);

    Await.until("it is idle", () -> port.idle().equals(LONG));
  }

  @Test
  void itIsInUseWhileAnAnswerIsDue() throws Exception {
    serveSlow();
    Socket client = client();
    ask(client);
    awaitAsked();
    pass(LONG);
    assertThat(port.idle()).isZero();

    answer.countDown();
    assertAnswered(client);
    Await.until("the answer was use", () -> port.underWay() == 0);
    assertThat(port.idle()).isZero();
    pass(LONG);
    assertThat(port.idle()).isEqualTo(LONG);
  }

  @Test
  void aHeldPortEndsWhatLiesBetweenRequestsAndFinishesTheOthers() throws Exception {
    serveSlow();
    Socket due = client();
    ask(due);
    awaitAsked();
    TestProgram other = serveEcho();
    Socket quiet = answered();
    Socket silent = client();
    Await.until("all are there", () -> other.taken() == 2);
    pass(LONG);

    port.hold(awaited::incrementAndGet);
    CompletableFuture<Void> drained = port.drained();

    assertEnded(quiet);
    assertEnded(silent);
    assertThat(drained).isNotDone();
    answer.countDown();
    assertAnswered(due);
    Await.until("it has been delivered", () -> port.underWay() == 0);
    assertThat(drained).isNotDone(); // an answer may pause
    pass(RelayedConnection.QUIET);
    assertEnded(due);
    drained.get();
    assertThat(awaited).hasValue(0);
  }

  @Test
  void whoComesBackAfterThatWaits() throws Exception {
    serveEcho();
    Socket before = answered();
    pass(LONG);
    port.hold(awaited::incrementAndGet);
    assertEnded(before);

    Socket next = client();
    ask(next);
    Await.until("it is awaited", () -> awaited.get() == 1);
    assertThat(port.idle()).isZero();
    serveEcho();

    assertAnswered(next);
  }

  /** Its bytes are in the kernel when it is held, and nobody has looked at them. */
  @Test
  void whatWasSentBeforeItWasHeldIsAnswered() throws Exception {
    serveEcho();
    for (int i = 0; i < 200; i++) {
      Socket client = answered();
      pass(LONG);
      ask(client);
      port.hold(awaited::incrementAndGet);
      assertAnswered(client);
      Await.until("all is delivered", () -> port.underWay() == 0);
      serveEcho();
    }
  }

  @Test
  void connectionsStayWithTheProgramThatTheyBeganWith() throws Exception {
    TestProgram old = serveSlow();
    Socket client = client();
    ask(client);
    awaitAsked();

    TestProgram next = serveEcho();
    answered();
    answer.countDown();

    assertAnswered(client);
    ask(client);
    assertAnswered(client);
    assertThat(old.taken()).isEqualTo(1);
    assertThat(next.taken()).isEqualTo(1);
    Await.until("all is delivered", () -> port.underWay() == 0);
    pass(RelayedConnection.QUIET);
    assertEnded(client);
    port.drained().get();
  }

  @Test
  void theSameProgramAgainIsNoChange() throws Exception {
    TestProgram program = serveEcho();
    Socket client = answered();
    pass(LONG);

    port.serve(program.address());

    port.drained().get();
    ask(client);
    assertAnswered(client);
  }

  @Test
  void aPortThatAsksToLeaveEndsEachConnectionOnceItIsAnswered() throws Exception {
    serveEcho();
    Socket before = answered();
    port.leave();
    Socket after = answered();
    Await.until("all is delivered", () -> port.underWay() == 0);
    assertThat(port.drained()).isNotDone();

    pass(RelayedConnection.QUIET);

    assertEnded(before);
    assertEnded(after);
    port.drained().get();
  }

  @Test
  void aVacatedPortClosesAllAndTurnsAway() throws Exception {
    serveSlow();
    Socket due = client();
    ask(due);
    awaitAsked();

    port.vacate();

    assertEnded(due);
    Socket next = client();
    next.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
    assertThat(new String(next.getInputStream().readAllBytes(), US_ASCII))
        .startsWith("HTTP/1.1 503 ");
  }
}
