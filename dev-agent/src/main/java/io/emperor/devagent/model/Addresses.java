package io.emperor.devagent.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** Services' addresses, of which the agent looks into those that are numbers. */
public final class Addresses {

  private static final Pattern IPV4 =
      Pattern.compile("0*(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.0*(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

  /** What could be one, so that the JDK asks nobody for it. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  private Addresses() {}

  /** Whether it stands for all addresses, which nobody could connect to. */
  public static boolean isAny(String address) {
    return List.of("0.0.0.0", "::", "[::]").contains(address);
  }

  /** {@code ipv4}, {@code ipv6}, or nothing for a name. */
  public static String version(String address) {
    if (IPV4.matcher(address).matches()) {
      return "ipv4";
    }
    if (!IPV6.matcher(address).matches()) {
      return "";
    }
    try {
      return InetAddress.getByName(address) instanceof Inet4Address ? "ipv4" : "ipv6";
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
