package io.emperor.await;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Whether a port takes connections, at any address of its host.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 */
record TcpLook(String host, int port) implements Look {

  /** Nobody far away takes longer; what drops packets is asked again. */
  private static final int LONGEST_MILLIS = 1000;

  @Override
  public Optional<String> look() {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return Optional.of("the name has no address yet");
    }
    String last = "";
    for (InetAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(address, port), Math.max(1, LONGEST_MILLIS / addresses.length));
        return Optional.empty();
      } catch (IOException e) {
        last = SafeText.line(String.valueOf(e.getMessage()));
      }
    }
    return Optional.of(last);
  }
}
