package io.emperor.devagent.probe;

import io.emperor.devagent.model.Addresses;

/**
 * Where somebody may listen.
 *
 * @param host a name or a number, without brackets; empty for this machine
 */
public record HostPort(String host, int port) {

  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code host:port}.
   *
   * @throws ProbeFailure if it is none
   */
  public static HostPort parse(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, Math.max(colon, 0));
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (colon < 0 || address.endsWith("]")) {
      throw new ProbeFailure("dial tcp: address " + address + ": missing port in address");
    }
    if (!bracketed && host.contains(":")) {
      throw new ProbeFailure("dial tcp: address " + address + ": too many colons in address");
    }
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return new HostPort(bare, port(address.substring(colon + 1)));
  }

  /**
   * Reads a port.
   *
   * @throws ProbeFailure if there is no such port
   */
  static int port(String text) {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new ProbeFailure("dial tcp: address tcp/" + text + ": unknown port");
    }
    try {
      int port = text.isEmpty() ? 0 : Integer.parseInt(text);
      if (port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Even further beyond the last one.
    }
    throw new ProbeFailure("dial tcp: address " + text + ": invalid port");
  }

  /** Whether nobody has to be asked where that is. */
  boolean isNumeric() {
    return host.isEmpty() || !Addresses.version(host).isEmpty();
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
