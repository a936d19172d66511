package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that wait for an app. */
@Timeout(60)
class HeldPortTest {

  private static final int MEBIBYTE = 1 << 20;

  private final PortRig rig = new PortRig();
  private final AtomicInteger awaited = new AtomicInteger();
  private ListeningPort port;

  @BeforeEach
  void hold() throws IOException {
    port = rig.web.hold(0, rig.arrivals, null, awaited::incrementAndGet);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  @Test
  void aThousandRequestsAreAnsweredInTheirOrderAndAwaitedOnce() throws Exception {
    List<Socket> clients = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      clients.add(rig.asked(port, "/" + i));
      expected.add("/" + i);
    }
    assertThat(awaited).hasValue(1);
    List<String> served = new CopyOnWriteArrayList<>();
    ServletApp app =
        rig.app(
            task -> {
              synchronized (served) {
                task.run();
              }
            },
            (request, response) -> {
              served.add(request.getRequestURI());
              response.getWriter().print(request.getRequestURI());
            });

    port.serve(app);

    for (int i = 0; i < clients.size(); i++) {
      assertThat(PortRig.answer(clients.get(i))).startsWith("HTTP/1.1 200 ").endsWith("/" + i);
    }
    assertThat(served).isEqualTo(expected);
    assertThat(awaited).hasValue(1);
  }

  @Test
  void whoIsTurnedAwayIsToldWhenToComeBack() throws Exception {
    Socket waits = rig.asked(port, "/");

    port.turnAway(Duration.ofMillis(2_100));

    assertThat(PortRig.answer(waits))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 3\r\n");
    assertThat(PortRig.answer(rig.asked(port, "/")))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 3\r\n");
    assertThat(awaited).hasValue(1);
  }

  @Test
  void whoIsTurnedAwayIsToldASecondAtLeast() throws Exception {
    port.turnAway(Duration.ZERO);

    assertThat(PortRig.answer(rig.asked(port, "/"))).contains("\r\nRetry-After: 1\r\n");
  }

  @Test
  void aPortThatIsHeldAgainAwaitsAgain() throws Exception {
    port.turnAway(Duration.ofSeconds(1));
    AtomicInteger again = new AtomicInteger();

    port.hold(again::incrementAndGet);
    Socket waits = rig.asked(port, "/held-again");
    port.serve(rig.echo());

    assertThat(PortRig.answer(waits)).endsWith("/held-again");
    assertThat(again).hasValue(1);
    assertThat(awaited).hasValue(0);
  }

  @Test
  void whoWaitsWhenItIsHeldAgainWaitsOn() throws Exception {
    Socket waits = rig.asked(port, "/first");
    CompletableFuture<Void> again = new CompletableFuture<>();

    port.hold(() -> again.complete(null));
    again.get(20, TimeUnit.SECONDS);
    port.serve(rig.echo());

    assertThat(PortRig.answer(waits)).startsWith("HTTP/1.1 200 ").endsWith("/first");
  }

  @Test
  void whoComesWhenTooManyWaitIsTurnedAway() throws Exception {
    port.hold(awaited::incrementAndGet, 2);
    Socket one = rig.asked(port, "/1");
    Socket two = rig.asked(port, "/2");

    Socket three = rig.asked(port, "/3");

    assertThat(PortRig.answer(three))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 1\r\n");
    port.serve(rig.echo());
    assertThat(PortRig.answer(one)).endsWith("/1");
    assertThat(PortRig.answer(two)).endsWith("/2");
  }

  @Test
  void whoConnectsAndAsksNothingStartsNothing() throws Exception {
    List<ListeningPort> scanned = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      scanned.add(rig.web.hold(0, Traffic.UNMEASURED, null, awaited::incrementAndGet));
    }
    for (ListeningPort each : scanned) {
      rig.connected(each).close();
    }
    Socket silent = rig.connected(port);
    Socket half = rig.connected(port);
    PortRig.send(half, "GET / HTTP/1.1\r\nHost: ");

    Await.holdsFor(Duration.ofMillis(300), "nothing awaited", () -> awaited.get() == 0);

    PortRig.send(half, "localhost\r\n\r\n");
    Await.until("a whole request is awaited", () -> awaited.get() == 1);
    silent.close();
  }

  @Test
  void whoWaitsForLongerThanAConnectionMayBeIdleIsAnswered() throws Exception {
    rig.setIdleTimeout(100);
    Socket waits = rig.asked(port, "/late");
    for (int i = 0; i < 4; i++) {
      assertThat(rig.connected(port).getInputStream().read()).isEqualTo(-1); // that long
    }

    port.serve(rig.echo());

    assertThat(PortRig.answer(waits)).startsWith("HTTP/1.1 200 ").endsWith("/late");
  }

  @Test
  void whoSendsALongBodyIsHeldUpUntilItIsRead() throws Exception {
    int length = 64 * MEBIBYTE;
    AtomicLong sent = new AtomicLong();
    Socket socket = rig.connected(port);
    PortRig.send(
        socket, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n");
    CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(socket, length, sent));
    rig.arrivals.await();

    Await.until("TCP takes no more", () -> isSteady(sent));
    assertThat(sent.get()).isLessThan(length);
    port.serve(
        rig.app(
            (request, response) ->
                response.getWriter().print(request.getInputStream().readAllBytes().length)));

    assertThat(PortRig.answer(socket)).endsWith("\r\n\r\n" + length);
    sender.get(20, TimeUnit.SECONDS);
  }

  private static boolean isSteady(AtomicLong sent) throws Exception {
    long before = sent.get();
    Await.holdsFor(Duration.ofMillis(300), "steady", () -> sent.get() == before);
    return true;
  }

  private static void send(Socket socket, int length, AtomicLong sent) {
    try {
      OutputStream out = socket.getOutputStream();
      while (sent.get() < length) {
        out.write(new byte[MEBIBYTE]);
        sent.addAndGet(MEBIBYTE);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoGivesUpKeepsNobodyFromAnAnswer() throws Exception {
    Socket gone = rig.asked(port, "/gone");
    Socket waits = rig.asked(port, "/waits");
    gone.setSoLinger(true, 0);
    gone.close();

    port.serve(rig.echo());

    assertThat(PortRig.answer(waits)).endsWith("/waits");
    Await.until("nothing is under way", () -> !port.idle().isZero());
  }

  @Test
  void whoHasClosedTheirOwnHalfIsAnswered() throws Exception {
    Socket half = rig.asked(port, "/half");
    half.shutdownOutput();

    port.serve(rig.echo());

    assertThat(PortRig.answer(half)).endsWith("/half");
  }

  @Test
  void isNotIdleWhileARequestWaits() throws Exception {
    Await.until("time has passed", () -> !port.idle().isZero());

    Socket waits = rig.asked(port, "/");
    assertThat(port.idle()).isZero();
    port.serve(rig.echo());
    String unused = PortRig.answer(waits);

    Await.until("it is idle again", () -> !port.idle().isZero());
  }

  @Test
  void whoWaitsWhenThePortIsVacatedIsLetGo() throws Exception {
    Socket waits = rig.asked(port, "/");

    port.vacate();

    assertThat(PortRig.rest(waits)).matches("(?s)|HTTP/1.1 503 .*"); // whichever comes first
    Await.until("nothing is under way", () -> !port.idle().isZero());
    assertThat(PortRig.answer(rig.asked(port, "/"))).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void whoWaitsWhenTheServerIsClosedIsLetGo() throws Exception {
    Socket waits = rig.asked(port, "/");

    rig.web.close();
    port.close();

    assertThatThrownBy(() -> PortRig.answer(waits)).isInstanceOf(IOException.class);
  }
}
