package io.emperor.provisioning.membership;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that can be connected to. One that was written in another way is equal.
 *
 * @param address of IPv4 or IPv6; an IPv4 address mapped to IPv6 is the IPv4 address
 */
public record IpAddress(InetAddress address) {

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final int GROUPS = 8;

  /**
   * Reads an address. No name is looked up.
   *
   * @param text four decimal numbers, or IPv6 without a zone
   * @return empty if it is none, or stands for any address
   */
  @SuppressWarnings("AddressSelection") // a literal is one address
  public static Optional<IpAddress> parse(String text) {
    boolean literal =
        IPV4.matcher(text).matches() || (text.contains(":") && IPV6.matcher(text).matches());
    if (!literal) {
      return Optional.empty();
    }
    try {
      InetAddress found = InetAddress.getByName(text);
      return found.isAnyLocalAddress() ? Optional.empty() : Optional.of(new IpAddress(found));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether it needs brackets before a port. */
  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  /** Four decimal numbers, or what RFC 5952 recommends for IPv6; never with brackets. */
  @Override
  public String toString() {
    return isIpv6() ? compressed(groups(address.getAddress())) : address.getHostAddress();
  }

  private static int[] groups(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    return groups;
  }

  /** The longest run of two zeros or more, the first of several, becomes two colons. */
  private static String compressed(int[] groups) {
    int begin = GROUPS;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zeros(groups, i);
      if (zeros > longest) {
        begin = i;
        longest = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == begin) {
        text.append("::");
        i += longest - 1;
      } else {
        text.append(i == 0 || text.toString().endsWith(":") ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static int zeros(int[] groups, int begin) {
    int end = begin;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - begin;
  }
}
