package io.emperor.devagent.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
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

  /** The answer to one request, the last on its connection, without its date. */
  static String answer(URI agent, String request) throws IOException {
    try (RawConnection connection = new RawConnection(agent)) {
      connection.sayWhatIsHeard(request);
      return connection.heardToTheEnd().replaceAll("Date: [^\r]*\r\n", "");
    }
  }

  /** An agent need not hear all of a request to answer it. */
  private void sayWhatIsHeard(String request) {
    try {
      var unused = say(request);
    } catch (IOException e) {
      // The answer says why.
    }
  }

  /** Everything up to the end that the agent makes. */
  String heardToTheEnd() throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    try {
      for (int n = 0; n >= 0; n = socket.getInputStream().read(some)) {
        heard.write(some, 0, n);
      }
    } catch (SocketException e) {
      if (heard.size() == 0) {
        throw e;
      }
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
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
