package io.emperor.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A request whose body is half sent: the app behind it can't finish its answer before {@link
 * #finish}.
 */
final class SlowRequest implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader answer;

  SlowRequest(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab");
  }

  void finish() throws IOException {
    send("cd");
  }

  /** Reads up to the line that begins so, and answers the next line with this word in it. */
  String line(String word) throws IOException {
    for (String line = answer.readLine(); line != null; line = answer.readLine()) {
      if (line.contains(word)) {
        return line;
      }
    }
    throw new IOException("the answer ended without " + word);
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
