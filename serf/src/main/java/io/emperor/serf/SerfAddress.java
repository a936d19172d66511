package io.emperor.serf;

import io.emperor.base.SafeText;

/**
 * Where an agent listens for RPC. Immutable.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
public record SerfAddress(String host, int port) {

  /** Where an agent listens if nothing else was said to it. */
  public static final int DEFAULT_PORT = 7373;

  public SerfAddress {
    if (host.isBlank() || !host.codePoints().allMatch(SerfAddress::mayStandInHost)) {
      throw unreadable(host);
    }
    if (port < 1 || port > 65535) {
      throw unreadable(host + ":" + port);
    }
  }

  private static boolean mayStandInHost(int point) {
    return point > ' ' && point < 127 && "/\\@[]\"'".indexOf(point) < 0;
  }

  /**
   * Reads {@code HOST:PORT} or {@code HOST}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException if it is neither; the message says what to write
   */
  public static SerfAddress parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') : 0;
    int colon = text.indexOf(':', Math.max(0, end));
    String host = colon < 0 ? text : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (end < 0 || (end > 0 && !bracketed)) {
      throw unreadable(text);
    }
    try {
      return new SerfAddress(
          bracketed ? host.substring(1, host.length() - 1) : host,
          colon < 0 ? DEFAULT_PORT : port(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw unreadable(text);
    }
  }

  private static int port(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new NumberFormatException(digits);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "'"
            + SafeText.escaped(text, 100)
            + "' is no address of a serf agent; write HOST:PORT, such as 127.0.0.1:7373 or"
            + " [::1]:7373");
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
