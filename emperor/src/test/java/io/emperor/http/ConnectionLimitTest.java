package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.consul.Await;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Who stays when there are more connections than places. */
@Timeout(60)
class ConnectionLimitTest {

  private static final int MOST = 16;
  private static final String WHOLE = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HALF = "GET / HTTP/1.1\r\nHost: ";

  private final WebServer web =
      new WebServer(
          "http", InetAddress.getLoopbackAddress(), new ConnectionLimit("the ports", MOST));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLimit.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private ListeningPort port;

  @BeforeEach
  void open() throws Exception {
    log.start();
    logger.addAppender(log);
    web.start();
    port = web.listen(0);
    ServletApp app =
        ServletApp.of(
            "test",
            Map.of("/", new Waiting()),
            ConnectionLimitTest.class.getClassLoader(),
            threads);
    app.start(web);
    port.serve(app);
  }

  @AfterEach
  void close() throws IOException {
    logger.detachAppender(log);
    go.countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
    web.close();
    threads.shutdownNow();
  }

  @Test
  void whoWaitsForAnAppStaysAndWhoKeepsItWaitingGoes() throws Exception {
    Socket waits = opened(WHOLE);
    asked.await();

    for (int i = 0; i < 4 * MOST; i++) {
      opened(HALF);
    }

    go.countDown();
    assertThat(status(waits)).isEqualTo("HTTP/1.1 200");
    awaitOthersAreFew();
    assertThat(status(opened(WHOLE))).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void aCrowdIsToldOfOnceAndItsEndToo() throws Exception {
    for (int i = 0; i < 4 * MOST; i++) {
      opened(HALF);
    }
    awaitOthersAreFew();
    assertThat(status(opened(WHOLE.replace("/ ", "/at-once ")))).isEqualTo("HTTP/1.1 200");
    assertThat(told()).hasSize(1);
    assertThat(told().get(0)).startsWith("the ports: ").contains("no more than 16 may be");

    for (Socket socket : sockets) {
      socket.close();
    }

    Await.until("its end is told", () -> told().size() == 2);
    assertThat(told().get(1)).isEqualTo("the ports: there is room for connections again");
  }

  /**
   * The whole crowd was let in, and most of it sent away: who comes now does not compete with it.
   */
  private void awaitOthersAreFew() {
    Await.until(
        "the others are few",
        () -> sockets.stream().filter(ConnectionLimitTest::isOpen).count() <= MOST);
  }

  private List<String> told() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private Socket opened(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
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

  /** Answers when it is told to, but for one path. */
  private final class Waiting extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      asked.countDown();
      try {
        if (request.getRequestURI().equals("/")) {
          go.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
