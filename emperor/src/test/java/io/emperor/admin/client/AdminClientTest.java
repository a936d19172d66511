package io.emperor.admin.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the commands make of somebody who answers without an end. */
@Timeout(120)
class AdminClientTest {

  private ServerSocket server;
  private Thread answering;

  @BeforeEach
  void answerWithoutAnEnd() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    answering = new Thread(this::answer, "answering");
    answering.start();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    answering.join();
  }

  @Test
  void anAnswerWithoutAnEndIsNotReadToIt() {
    assertThatThrownBy(() -> client().get("/v1/vassals"))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("is no emperor of this version");
  }

  @Test
  void aLineWithoutAnEndIsNotReadToIt() {
    assertThatThrownBy(() -> client().followLog("shop", 1, Instant.EPOCH, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("a line without an end");
  }

  private AdminClient client() {
    return new AdminClient(
        String.format(Locale.ROOT, "http://127.0.0.1:%d", server.getLocalPort()), null);
  }

  private void answer() {
    byte[] more = new byte[1 << 16];
    Arrays.fill(more, (byte) 'x');
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\n\r\ndata: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write(more);
      }
    } catch (IOException e) {
      return; // the client has had enough
    }
  }
}
