package io.emperor.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names that clients may call an endpoint by. */
final class Hosts {

  private Hosts() {}

  static Set<String> of(AdminSettings settings) {
    Set<String> names = new HashSet<>();
    names.add(settings.host().toLowerCase(Locale.ROOT));
    InetAddress address = settings.address();
    if (address.isAnyLocalAddress()) {
      addLocal(names);
    } else {
      names.add(literal(address));
    }
    if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
      names.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
    }
    return names;
  }

  private static void addLocal(Set<String> names) {
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(address -> names.add(literal(address)));
      InetAddress own = InetAddress.getLocalHost();
      names.add(own.getHostName().toLowerCase(Locale.ROOT));
      names.add(own.getCanonicalHostName().toLowerCase(Locale.ROOT));
    } catch (SocketException | UnknownHostException e) {
      // Then it is called by what was said, or as localhost.
      return;
    }
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress().split("%", 2)[0];
    return address instanceof Inet6Address ? "[" + compressed(text) + "]" : text;
  }

  /** As browsers write it: the longest run of zeros left out. */
  private static String compressed(String text) {
    return text.replaceFirst("(^|:)(0(:|$)){2,}", "::");
  }
}
