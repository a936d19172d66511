package io.emperor.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits at a port that nobody serves, and what becomes of them. */
@Timeout(60)
class HeldPortTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private final AtomicLong clock = new AtomicLong(1);
  private final Relay relay = new Relay("relay", clock::get, new RelayLimit(5000));
  private final AtomicInteger awaited = new AtomicInteger();
  private final List<AutoCloseable> open = new ArrayList<>();
  private RelayPort port;

  @BeforeEach
  void hold() throws IOException {
    port = relay.listen(LOOPBACK, 0);
    port.hold(awaited::incrementAndGet);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    relay.close();
  }

  private Socket client() throws IOException {
    return client(port);
  }

  private Socket client(RelayPort at) throws IOException {
    Socket socket = new Socket(LOOPBACK, at.number());
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  private Socket client(String says) throws IOException {
    Socket socket = client();
    socket.getOutputStream().write(says.getBytes(US_ASCII));
    return socket;
  }

  /** Is there for a moment. */
  private Socket silentClient() throws Exception {
    Socket client = client();
    Await.until("it is there", () -> relay.connections() == 1);
    Await.holdsFor(WaitingClient.MOMENT.multipliedBy(5), "too early", () -> awaited.get() == 0);
    clock.addAndGet(WaitingClient.MOMENT.toNanos());
    Await.until("it is awaited", () -> awaited.get() == 1);
    return client;
  }

  private static String numbered(int number) {
    return String.format(Locale.ROOT, "%04d", number);
  }

  private static String read(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), US_ASCII);
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void aThousandAtOnceAreAllAnsweredInTheirOrderAfterOneStart() throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      clients.add(client(numbered(i)));
    }
    Await.until("it is awaited", () -> awaited.get() == 1);
    List<String> order = new CopyOnWriteArrayList<>();

    try (ServerSocket program = new ServerSocket(0, 50, LOOPBACK)) {
      port.serve((InetSocketAddress) program.getLocalSocketAddress());
      for (int i = 0; i < clients.size(); i++) {
        Socket taken = program.accept();
        open.add(taken);
        order.add(read(taken, 4));
        taken.getOutputStream().write('x');
      }
    }

    for (Socket client : clients) {
      assertThat(read(client, 1)).isEqualTo("x");
    }
    assertThat(order).isEqualTo(IntStream.range(0, 1000).mapToObj(HeldPortTest::numbered).toList());
    assertThat(awaited).hasValue(1);
  }

  @Test
  void aClientThatIsSilentIsWaitedForToo() throws Exception {
    Socket client = silentClient();
    assertThat(port.idle()).isZero();

    try (TestProgram program =
        new TestProgram(socket -> socket.getOutputStream().write("220".getBytes(US_ASCII)))) {
      port.serve(program.address());

      assertThat(readAll(client)).isEqualTo("220");
    }
  }

  /** A loop with much to do looks at a client only when that has gone long since. */
  @Test
  void whoHasGoneByTheTimeItIsLookedAtHasOnlyTriedThePort() throws Exception {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Relay busy =
        new Relay(
            "busy",
            () -> {
              meanwhile.getAndSet(() -> {}).run();
              return clock.get();
            },
            new RelayLimit(5000));
    open.add(busy);
    RelayPort held = busy.listen(LOOPBACK, 0);
    held.hold(awaited::incrementAndGet);
    Socket client = client(held);
    Await.until("it is there", () -> busy.connections() == 1);

    meanwhile.set(
        () -> {
          close(client);
          clock.addAndGet(WaitingClient.MOMENT.toNanos());
        });

    Await.until("it is gone", () -> busy.connections() == 0);
    assertThat(awaited).hasValue(0);
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that has ended its own direction may still want to read. */
  @Test
  void aClientThatHasNothingToSayKeepsItsPlace() throws Exception {
    Socket client = silentClient();
    client.shutdownOutput();

    try (TestProgram program =
        new TestProgram(
            socket -> {
              assertThat(socket.getInputStream().read()).isEqualTo(-1);
              socket.getOutputStream().write("day".getBytes(US_ASCII));
            })) {
      port.serve(program.address());

      assertThat(readAll(client)).isEqualTo("day");
    }
  }

  @Test
  void aScanOfHundredsOfPortsStartsNothing() throws Exception {
    AtomicInteger started = new AtomicInteger();
    List<RelayPort> ports = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      RelayPort next = relay.listen(LOOPBACK, 0);
      next.hold(started::incrementAndGet);
      ports.add(next);
    }

    for (RelayPort next : ports) {
      new Socket(LOOPBACK, next.number()).close();
    }
    for (RelayPort next : ports) {
      Socket broken = new Socket(LOOPBACK, next.number());
      broken.setSoLinger(true, 0);
      broken.close();
    }

    Await.until("nothing is left of it", () -> relay.connections() == 0);
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    Await.holdsFor(Duration.ofMillis(200), "none is awaited", () -> started.get() == 0);
    Socket wants = client(ports.get(499));
    wants.getOutputStream().write('x');
    Await.until("it is noticed still", () -> started.get() == 1);
  }

  @Test
  void whoIsTurnedAwayIsToldWhenToComeBackIfItAskedByHttp() throws Exception {
    Socket asks = client(REQUEST);
    Socket asksMuch = client("POST /a HTTP/1.1\r\nContent-Length: 300000\r\n\r\n");
    asksMuch.getOutputStream().write(new byte[300_000]);
    Socket talks = client("EHLO a\r\n");
    Socket encrypts = client("\u0016\u0003\u0001");
    Socket silent = client();
    Await.until("all are there", () -> relay.connections() == 5 && awaited.get() == 1);

    port.turnAway(Duration.ofMillis(6500));

    String answer = readAll(asks);
    assertThat(answer)
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("\r\nRetry-After: 7\r\n", "\r\nConnection: close\r\n");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(answer).contains("\r\nContent-Length: " + body.length() + "\r\n");
    assertThat(readAll(asksMuch)).isEqualTo(answer);
    assertThat(readAll(talks)).isEmpty();
    assertThat(readAll(encrypts)).isEmpty();
    assertThat(readAll(silent)).isEmpty();
    assertThat(readAll(client(REQUEST))).isEqualTo(answer);
    Await.until("nothing is left of them", () -> relay.connections() == 0);
    clock.addAndGet(7);
    assertThat(port.idle()).isEqualTo(Duration.ofNanos(7));
  }

  @Test
  void aRequestThatComesInPiecesIsRecognizedToo() throws Exception {
    port.turnAway(Duration.ofSeconds(1));
    Socket client = client("G");
    Await.until("it is there", () -> relay.connections() == 1);
    client.getOutputStream().write("ET /".getBytes(US_ASCII));

    assertThat(readAll(client)).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void noMoreWaitThanThereArePlaces() throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < RelayPort.MOST_WAITING; i++) {
      clients.add(client("x"));
    }

    assertThat(readAll(client(REQUEST))).startsWith("HTTP/1.1 503 ");
    assertThat(readAll(client("EHLO"))).isEmpty();

    try (TestProgram program = TestProgram.echo()) {
      port.serve(program.address());
      for (Socket client : clients) {
        assertThat(read(client, 1)).isEqualTo("x");
      }
    }
    assertThat(awaited).hasValue(1);
  }

  @Test
  void eachHoldIsToldOfOnce() throws Exception {
    client("x");
    client("y");
    Await.until("it is awaited", () -> awaited.get() == 1 && relay.connections() == 2);

    AtomicInteger next = new AtomicInteger();
    port.hold(next::incrementAndGet);

    Await.until("who waits already is told of", () -> next.get() == 1);
    client("z");
    Await.until("all are there", () -> relay.connections() == 3);
    assertThat(next).hasValue(1);
    assertThat(awaited).hasValue(1);
  }

  @Test
  void whoeverIsToldMayFailAndNobodyIsLost() throws Exception {
    port.hold(
        () -> {
          awaited.incrementAndGet();
          throw new IllegalStateException("broken");
        });
    Socket client = client("x");
    Await.until("it is awaited", () -> awaited.get() == 1);

    try (TestProgram program = TestProgram.echo()) {
      port.serve(program.address());
      assertThat(read(client, 1)).isEqualTo("x");
    }
  }

  @Test
  void aClosedPortClosesThoseThatWait() throws Exception {
    Socket client = client("x");
    Await.until("it is awaited", () -> awaited.get() == 1);

    port.close();

    assertThat(client.getInputStream().read()).isEqualTo(-1);
    client.close();
    Await.until("nothing is left of it", () -> relay.connections() == 0);
  }

  @Test
  void aClosedPortSaysSoToARequestThatWaits() throws Exception {
    Socket client = client("GET / HTTP/1.1\r\n");
    Await.until("it is awaited", () -> awaited.get() == 1);

    port.close();

    assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
        .startsWith("HTTP/1.1 503 ");
  }

  /** A long start: the program takes connections late, and few at a time. */
  @Test
  void aProgramThatTakesItsTimeGetsAllOfThem() throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(client("x"));
    }
    try (ServerSocket program = new ServerSocket(0, 1, LOOPBACK)) {
      port.serve((InetSocketAddress) program.getLocalSocketAddress());
      for (int i = 0; i < clients.size(); i++) {
        Socket taken = program.accept();
        open.add(taken);
        taken.getOutputStream().write(read(taken, 1).getBytes(US_ASCII));
      }
      for (Socket client : clients) {
        assertThat(read(client, 1)).isEqualTo("x");
      }
    }
  }
}
