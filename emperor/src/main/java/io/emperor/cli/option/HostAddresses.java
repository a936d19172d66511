package io.emperor.cli.option;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The names and addresses of this machine. */
public final class HostAddresses {

  private static final Comparator<InetAddress> IPV4_FIRST =
      Comparator.comparing(address -> !(address instanceof Inet4Address));

  private static final Comparator<NetworkInterface> WIRED_FIRST =
      Comparator.<NetworkInterface, Boolean>comparing(
              network ->
                  !(network.getName().startsWith("eth") || network.getName().startsWith("en")))
          .thenComparing(NetworkInterface::getIndex);

  private HostAddresses() {}

  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * The machine's name as its kernel has it: no name server is asked, which may be slow or away.
   */
  public static String kernelName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return System.getenv().getOrDefault("HOSTNAME", "localhost");
    }
  }

  /** The address that a word names: an interface's first, IPv4 before IPv6, or the word itself. */
  public static Optional<String> advertisable(String word) {
    try {
      NetworkInterface network = NetworkInterface.getByName(word);
      if (network != null) {
        return network
            .inetAddresses()
            .filter(address -> !address.isLinkLocalAddress())
            .min(IPV4_FIRST)
            .map(HostAddresses::text);
      }
      InetAddress unused = InetAddress.getByName(word);
      return Optional.of(word);
    } catch (SocketException | UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * The first address by which others may reach this machine: of an interface {@code eth*} or
   * {@code en*}, in the order in which the machine has them, and otherwise of any; IPv4 before
   * IPv6.
   *
   * @return empty if there are loopback and link-local addresses alone
   */
  public static Optional<InetAddress> first() {
    try {
      return NetworkInterface.networkInterfaces()
          .sorted(WIRED_FIRST)
          .flatMap(
              network ->
                  network.inetAddresses().filter(HostAddresses::isForOthers).sorted(IPV4_FIRST))
          .findFirst();
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /** Whether somebody on another machine can do something with an address. */
  private static boolean isForOthers(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress();
  }

  /** As others write it: the interface behind an IPv6 address means nothing to them. */
  public static String text(InetAddress address) {
    return address.getHostAddress().split("%", 2)[0];
  }

  /** The address, if this machine can listen on it. */
  public static Optional<InetAddress> bindable(String word) {
    try {
      return Optional.of(InetAddress.getByName(word)).filter(HostAddresses::isLocal);
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether this machine can listen on an address. */
  static boolean isLocal(InetAddress address) {
    try {
      new ServerSocket(0, 1, address).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
