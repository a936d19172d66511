package io.emperor.devagent.contract;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says byte for byte what it wants. */
final class RawConnection implements AutoCloseable {

  private static final int LIMIT_MILLIS = 5000;

  private final Socket socket;

  RawConnection(URI agent) throws IOException {
    socket = new Socket(agent.getHost(), agent.getPort());
    socket.setSoTimeout(LIMIT_MILLIS);
  }

  RawConnection say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  RawConnection sayNoMore() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Everything up to the end that the agent makes. */
  String heardToTheEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Everything up to these words; the connection stays. */
  String heardUpTo(String end) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("the connection ended before '" + end + "': " + heard);
      }
      heard.append((char) next);
    }
    return heard.toString();
  }

  /** Whether nothing comes within a while. */
  boolean isSilent() throws IOException {
    socket.setSoTimeout(100);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(LIMIT_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
