package io.emperor.devagent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Connections to an agent on which everything may be said, and their end. */
public final class Clients implements AutoCloseable {

  private final List<Socket> connected = new ArrayList<>();
  private final String address;

  public Clients(String address) {
    this.address = address;
  }

  List<Socket> connected() {
    return connected;
  }

  Socket connect() throws IOException {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(10_000);
    connected.add(client);
    return client;
  }

  /** As much of it as is heard. */
  static void say(Socket client, String text) {
    try {
      client.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      // Whoever hears no more of it has answered.
    }
  }

  /** What comes up to the end, or up to a reset. */
  static String heard(Socket client) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try {
      byte[] some = new byte[8192];
      for (int n = 0; n >= 0; n = client.getInputStream().read(some)) {
        heard.write(some, 0, n);
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return heard.toString(ISO_8859_1);
  }

  /** The answer to one request, the last on its connection. */
  public String answer(String request) throws IOException {
    Socket client = connect();
    try (client) {
      say(client, request);
      return heard(client);
    } finally {
      connected.remove(client);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket client : connected) {
      client.close();
    }
    connected.clear();
  }
}
