package io.emperor.serf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** An IP address as RFC 5952 writes it; IPv4 within IPv6 is IPv4. */
final class AddressText {

  private static final int GROUPS = 8;

  private AddressText() {}

  /**
   * The text of an address.
   *
   * @param bytes 4, 16, or none
   * @return empty for none
   */
  static String of(byte[] bytes) throws UnreadableException {
    if (bytes.length == 0) {
      return "";
    }
    try {
      byte[] address = InetAddress.getByAddress(bytes).getAddress();
      return address.length == 16
          ? text(address)
          : InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new UnreadableException("an address of " + bytes.length + " bytes");
    }
  }

  private static String text(byte[] address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
    }
    int begin = 0;
    int longest = 0;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zeros(groups, i);
      if (zeros > longest) {
        begin = i;
        longest = zeros;
      }
    }
    return longest < 2
        ? join(groups, 0, GROUPS)
        : join(groups, 0, begin) + "::" + join(groups, begin + longest, GROUPS);
  }

  private static int zeros(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String join(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(String.format(Locale.ROOT, "%x", groups[i]));
    }
    return text.toString();
  }
}
