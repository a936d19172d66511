package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send on what nobody wants. */
@Timeout(60)
class LingeringRequestTest {

  private static final int MEBIBYTE = 1 << 20;

  private final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  private final ExecutorService only = Executors.newSingleThreadExecutor();
  private final ServletApp app = refusing(only);
  private ListeningPort port;

  @BeforeEach
  void start() throws Exception {
    web.start();
    app.start(web);
    port = web.listen(0);
    port.serve(app);
  }

  @AfterEach
  void stop() {
    web.close();
    only.shutdownNow();
  }

  @Test
  void whoReadsNothingBeforeAllIsSentGetsTheAnswer() throws Exception {
    try (Socket socket = asked("/", 8 * MEBIBYTE, "Connection: close\r\n")) {
      socket.getOutputStream().write(new byte[8 * MEBIBYTE]);

      assertThat(all(socket)).startsWith("HTTP/1.1 413 ").endsWith("too long");
    }
  }

  @Test
  void anAnswerThatDoesNotEndTheConnectionLeavesItToTheNextRequest() throws Exception {
    try (Socket socket = asked("/later", 8 * MEBIBYTE, "")) {
      OutputStream out = socket.getOutputStream();
      out.write(new byte[8 * MEBIBYTE]);
      out.write(head("/", 0, "Connection: close\r\n"));

      assertThat(all(socket))
          .startsWith("HTTP/1.1 200 ")
          .contains("later")
          .contains("HTTP/1.1 413 ")
          .endsWith("too long");
    }
  }

  @Test
  void whoSendsTooMuchIsCutOff() throws Exception {
    byte[] some = new byte[MEBIBYTE];
    try (Socket socket = asked("/", Integer.MAX_VALUE, "")) {
      OutputStream out = socket.getOutputStream();

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 64; i++) {
                  out.write(some);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoSendsTooSlowlyIsCutOff() throws Exception {
    ScheduledExecutorService slowly = Executors.newSingleThreadScheduledExecutor();
    try (Socket socket = asked("/", 1_000_000, "")) {
      OutputStream out = socket.getOutputStream();
      Future<?> sending =
          slowly.scheduleAtFixedRate(
              () -> {
                try {
                  out.write('x');
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              0,
              50,
              TimeUnit.MILLISECONDS);

      assertThat(all(socket)).startsWith("HTTP/1.1 413 ").endsWith("too long");
      assertThatThrownBy(() -> sending.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
    } finally {
      slowly.shutdownNow();
    }
  }

  @Test
  void whoSendsNothingKeepsTheAppsThreadFromNobody() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        silent.add(asked("/", MEBIBYTE, ""));
      }
      for (Socket each : silent) {
        assertThat(all(each)).startsWith("HTTP/1.1 413 ").endsWith("too long");
      }
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
  }

  @Test
  void whoAsksBeforeItSendsIsNotAskedToSend() throws Exception {
    try (Socket socket = asked("/", MEBIBYTE, "Expect: 100-continue\r\n")) {
      assertThat(all(socket))
          .startsWith("HTTP/1.1 413 ")
          .doesNotContain("HTTP/1.1 100 ")
          .endsWith("too long");
    }
  }

  private Socket asked(String path, int length, String more) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(head(path, length, more));
    return socket;
  }

  private static byte[] head(String path, int length, String more) {
    String lines = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n%s\r\n";
    return lines.formatted(path, length, more).getBytes(StandardCharsets.US_ASCII);
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static ServletApp refusing(ExecutorService threads) {
    Servlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void doPost(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            boolean later = request.getRequestURI().equals("/later");
            response.setStatus(later ? 200 : 413);
            response.getOutputStream().print(later ? "later" : "too long");
            if (later) {
              response.flushBuffer(); // as it says nothing of its end, the connection stays
            }
          }
        };
    return ServletApp.of(
        "refusing", Map.of("/*", servlet), LingeringRequestTest.class.getClassLoader(), threads);
  }
}
