package io.emperor.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes through a relay, and how. */
@Timeout(60)
class RelayTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int BULK = 64 << 20;

  private final Relay relay = new Relay("relay");
  private final List<AutoCloseable> open = new ArrayList<>();
  private RelayPort port;

  @BeforeEach
  void listen() throws IOException {
    port = relay.listen(LOOPBACK, 0);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    relay.close();
  }

  private Socket client() throws IOException {
    Socket socket = new Socket(LOOPBACK, port.number());
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  private TestProgram serve(TestProgram.Talk talk) throws IOException {
    TestProgram program = new TestProgram(talk);
    open.add(program);
    port.serve(program.address());
    return program;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String read(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), US_ASCII);
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void theClientsEndIsPassedOnAndTheAnswerStillComes() throws Exception {
    serve(
        socket -> {
          String all = readAll(socket); // needs the end
          send(socket, "got " + all);
        });
    Socket client = client();

    send(client, "hello");
    client.shutdownOutput();

    assertThat(readAll(client)).isEqualTo("got hello");
  }

  @Test
  void theProgramsEndIsPassedOnAndTheClientGoesOn() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    serve(
        socket -> {
          send(socket, "bye");
          socket.shutdownOutput();
          got.complete(readAll(socket));
        });
    Socket client = client();

    assertThat(readAll(client)).isEqualTo("bye"); // with its end

    send(client, "one more");
    client.shutdownOutput();
    assertThat(got.get()).isEqualTo("one more");
  }

  @Test
  void theProgramMaySpeakFirst() throws Exception {
    serve(
        socket -> {
          send(socket, "220 ready\r\n");
          assertThat(read(socket, 4)).isEqualTo("QUIT");
        });
    Socket client = client();

    assertThat(read(client, 11)).isEqualTo("220 ready\r\n");
    send(client, "QUIT");
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void theThreadsShareTheConnectionsOfAPort() throws Exception {
    TestProgram program = TestProgram.echo();
    open.add(program);
    port.serve(program.address());
    for (int i = 0; i < 100; i++) {
      Socket client = client();
      send(client, "to " + i + ";");
      assertThat(read(client, 4)).startsWith("to ");
    }

    List<Integer> carried = relay.carried();
    assertThat(carried).hasSizeBetween(2, 8);
    assertThat(carried).allMatch(count -> count >= 100 / carried.size());
    port.vacate();
    Await.until("all are closed", () -> relay.carried().stream().allMatch(count -> count == 0));
    assertThat(port.underWay()).isZero();
  }

  @Test
  void muchPassesBothWaysAtOnceAsItIs() throws Exception {
    TestProgram program = TestProgram.echo();
    open.add(program);
    port.serve(program.address());
    Socket client = client();

    CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendBulk(client));

    CheckedInputStream in = new CheckedInputStream(client.getInputStream(), new CRC32());
    assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(BULK);
    assertThat(in.getChecksum().getValue()).isEqualTo(sent.get());
    Await.until("all buffers are back", () -> relay.buffersKept() == 0);
  }

  private static long sendBulk(Socket socket) {
    try {
      CheckedOutputStream out = new CheckedOutputStream(socket.getOutputStream(), new CRC32());
      Random random = new Random(1);
      byte[] part = new byte[60_000];
      for (int left = BULK; left > 0; left -= Math.min(left, part.length)) {
        random.nextBytes(part);
        out.write(part, 0, Math.min(left, part.length));
      }
      socket.shutdownOutput();
      return out.getChecksum().getValue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The kernel has buffers of some megabytes; the relay adds one of its own, and no more. */
  @Test
  void whoDoesNotReadHoldsUpWhoWrites() throws Exception {
    AtomicLong sent = new AtomicLong();
    serve(
        socket -> {
          byte[] part = new byte[16_384];
          while (sent.get() < BULK) {
            socket.getOutputStream().write(part);
            sent.addAndGet(part.length);
          }
        });
    Socket client = new Socket();
    open.add(client);
    client.setReceiveBufferSize(65_536);
    client.connect(new InetSocketAddress(LOOPBACK, port.number()));

    Await.until("a buffer is kept", () -> relay.buffersKept() == 1);
    AtomicLong before = new AtomicLong(-1);
    Await.until(
        "the writer stalls",
        () -> before.getAndSet(sent.get()) == sent.get() && before.get() > 0 && pause());
    assertThat(sent.get()).isLessThan(BULK / 2);
    assertThat(relay.buffersKept()).isEqualTo(1);

    assertThat(client.getInputStream().transferTo(OutputStream.nullOutputStream())).isEqualTo(BULK);
    Await.until("all buffers are back", () -> relay.buffersKept() == 0);
  }

  /** Whether nothing has been sent for a while. */
  private boolean pause() throws Exception {
    Await.holdsFor(Duration.ofMillis(300), "it stays so", () -> relay.buffersKept() == 1);
    return true;
  }

  @Test
  void aBreakOfTheClientsIsPassedOn() throws Exception {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    serve(
        socket -> {
          send(socket, "x");
          try {
            int end = socket.getInputStream().read();
            seen.completeExceptionally(new AssertionError("read " + end));
          } catch (IOException e) {
            seen.complete(e);
          }
        });
    Socket client = client();
    assertThat(read(client, 1)).isEqualTo("x");

    client.setSoLinger(true, 0);
    client.close();

    assertThat(seen.get()).isInstanceOf(SocketException.class).hasMessageContaining("reset");
  }

  @Test
  void aBreakOfTheProgramsIsPassedOn() throws Exception {
    serve(
        socket -> {
          assertThat(read(socket, 1)).isEqualTo("x");
          socket.setSoLinger(true, 0);
        });
    Socket client = client();
    InputStream in = client.getInputStream();

    send(client, "x");

    assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
  }

  @Test
  void oneConnectionsEndHarmsNoOther() throws Exception {
    TestProgram program = TestProgram.echo();
    open.add(program);
    port.serve(program.address());
    Socket stays = client();
    for (int i = 0; i < 20; i++) {
      Socket goes = client();
      send(goes, "x");
      goes.setSoLinger(true, 0);
      goes.close();
    }

    send(stays, "still here");

    assertThat(read(stays, 10)).isEqualTo("still here");
    assertThat(relay.stalled()).isEmpty();
  }

  @Test
  void aProgramThatCannotBeReachedIsAnsweredFor() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
      nobody = (InetSocketAddress) closed.getLocalSocketAddress();
    }
    port.serve(nobody);
    Socket asks = client();
    send(asks, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    Socket talks = client();
    send(talks, "EHLO a\r\n");

    assertThat(readAll(asks)).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
    assertThat(readAll(talks)).isEmpty();

    try (TestProgram echo = TestProgram.echo()) {
      port.serve(echo.address());
      Socket later = client();
      send(later, "hello");
      assertThat(read(later, 5)).isEqualTo("hello");
    }
  }

  @Test
  void aClosedPortIsFreeAtOnceAndItsConnectionsAreClosed() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    serve(
        socket -> {
          taken.countDown();
          socket.getInputStream().read();
        });
    Socket relayed = client();
    taken.await();

    int number = port.number();
    port.close();

    assertThat(relayed.getInputStream().read()).isEqualTo(-1);
    assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    port = relay.listen(LOOPBACK, number);
    assertThat(port.number()).isEqualTo(number);
  }

  @Test
  void aRefusingPortTakesNoMoreAndFinishesWhatItHas() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    serve(
        socket -> {
          assertThat(read(socket, 3)).isEqualTo("ask");
          asked.countDown();
          go.await();
          send(socket, "answer");
        });
    Socket under = client();
    send(under, "ask");
    asked.await();

    port.refuse();

    assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    go.countDown();
    assertThat(readAll(under)).isEqualTo("answer");
  }

  @Test
  void aPortInUseIsNamed() {
    assertThatThrownBy(() -> relay.listen(LOOPBACK, port.number()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("port " + port.number() + " can't be opened: ");
  }

  @Test
  void anyNumberOfPortsSharesItsThreads() throws Exception {
    for (int i = 0; i < 200; i++) {
      open.add(relay.listen(LOOPBACK, 0));
    }

    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("relay-"))
            .count();
    assertThat(threads).isBetween(1L, 8L);
  }
}
