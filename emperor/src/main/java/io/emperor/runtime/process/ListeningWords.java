package io.emperor.runtime.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says where a program listens that is asked elsewhere, and what to do about it. */
final class ListeningWords {

  private ListeningWords() {}

  /**
   * The words.
   *
   * @param sockets where it listens
   * @param asked the port that it is asked on
   * @param told the port that it was told, 0 for none
   * @return with a colon in front; empty if there is nothing to say
   */
  static String of(Collection<InetSocketAddress> sockets, int asked, int told) {
    List<InetSocketAddress> there =
        sockets.stream().filter(socket -> socket.getPort() == asked).toList();
    if (asked == 0 || sockets.isEmpty() || there.stream().anyMatch(ListeningWords::isHere)) {
      return "";
    }
    if (!there.isEmpty()) {
      return ": it listens on "
          + joined(there.stream().map(ListeningWords::place))
          + " alone: name that by check-tcp or check-http";
    }
    return ": it listens on "
        + joined(sockets.stream().map(InetSocketAddress::getPort).sorted().map(Object::toString))
        + (asked == told ? ", not on PORT " + asked + ": pass it $PORT" : ", not on " + asked);
  }

  private static String joined(Stream<String> places) {
    return places.distinct().collect(Collectors.joining(" and "));
  }

  private static String place(InetSocketAddress socket) {
    String host = socket.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getPort();
  }

  private static boolean isHere(InetSocketAddress socket) {
    InetAddress address = socket.getAddress();
    return address.isAnyLocalAddress() || address.isLoopbackAddress();
  }
}
