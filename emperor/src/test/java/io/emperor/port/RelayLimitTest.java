package io.emperor.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who stays when there are more connections than places, or than files. */
@Timeout(60)
class RelayLimitTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int MOST = 32;

  private final Relay relay = new Relay("relay", System::nanoTime, new RelayLimit(MOST));
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch answer = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    answer.countDown();
    for (AutoCloseable each : open) {
      each.close();
    }
    relay.close();
  }

  private Socket client(RelayPort port) throws IOException {
    Socket socket = new Socket(LOOPBACK, port.number());
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whoWaitsForAnAnswerStaysAndWhoSaysNothingGoes() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    TestProgram program =
        new TestProgram(
            socket -> {
              int word = socket.getInputStream().read();
              if (word >= 0) {
                asked.incrementAndGet();
                answer.await();
                socket.getOutputStream().write(word);
              }
            });
    open.add(program);
    RelayPort port = relay.listen(LOOPBACK, 0);
    port.serve(program.address());
    Socket waits = client(port);
    waits.getOutputStream().write('x');
    Await.until("it is asked", () -> asked.get() == 1);

    List<Socket> crowd = new ArrayList<>();
    for (int i = 0; i < 4 * MOST; i++) {
      crowd.add(client(port));
    }
    Await.until(
        "the crowd was let in or sent away",
        () ->
            port.underWay() == 1
                && crowd.stream().filter(RelayLimitTest::isOpen).count() + 1
                    == relay.connections());

    Socket last = client(port);
    last.getOutputStream().write('y');
    Await.until("it is asked", () -> asked.get() == 2);
    answer.countDown();
    assertThat(waits.getInputStream().read()).isEqualTo('x');
    assertThat(last.getInputStream().read()).isEqualTo('y');
  }

  @Test
  void whoWaitsForAStartStaysAndTheNextAreClosed() throws Exception {
    RelayPort port = relay.listen(LOOPBACK, 0);
    List<Socket> waiting = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      Socket next = client(port);
      next.getOutputStream().write('x');
      waiting.add(next);
    }
    Await.until("all are there", () -> relay.connections() == MOST);

    assertThat(client(port).getInputStream().read()).isEqualTo(-1);

    try (TestProgram program = TestProgram.echo()) {
      port.serve(program.address());
      for (Socket next : waiting) {
        assertThat(next.getInputStream().read()).isEqualTo('x');
      }
    }
  }
}
