package io.emperor.provisioning.membership;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens.
 *
 * @param address which machine
 * @param port 1 to 65535
 */
record Endpoint(IpAddress address, int port) {

  private static final Pattern TEXT = Pattern.compile("(?:\\[([^\\[\\]]*)\\]|([^:]*)):([0-9]+)");

  /** Reads {@code 10.0.0.1:80} or {@code [::1]:80}; empty if it is neither. */
  static Optional<Endpoint> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String address = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return of(address, parts.group(3));
  }

  /** Reads its parts; empty if one of them is wrong. */
  static Optional<Endpoint> of(String address, String port) {
    return IpAddress.parse(address)
        .flatMap(found -> Port.parse(port).map(number -> new Endpoint(found, number)));
  }

  /** As HAProxy writes it: IPv6 in brackets. */
  @Override
  public String toString() {
    return (address.isIpv6() ? "[" + address + "]" : address) + ":" + port;
  }
}
