package io.emperor.devagent.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * A connection that is wanted, by any of the addresses that a name has. One thread after the other
 * goes on with it.
 */
final class ProbeConnection {

  private static final Pattern ZEROS = Pattern.compile("(^|:)(0(:|$)){2,}");

  private final ProbeAttempt attempt;
  private final HostPort to;
  private final Function<EndPoint, Connection> connected;
  private final Consumer<String> failed;
  private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();
  private String failure = "";

  /**
   * Wants a connection.
   *
   * @param failed told why there is none, in Go's words
   */
  ProbeConnection(
      ProbeAttempt attempt,
      HostPort to,
      Function<EndPoint, Connection> connected,
      Consumer<String> failed) {
    this.attempt = attempt;
    this.to = to;
    this.connected = connected;
    this.failed = failed;
  }

  ProbeAttempt attempt() {
    return attempt;
  }

  HostPort to() {
    return to;
  }

  void found(InetAddress[] all) {
    for (InetAddress address : all) {
      addresses.add(new InetSocketAddress(address, to.port()));
    }
  }

  /** The address to try. */
  InetSocketAddress address() {
    return addresses.getFirst();
  }

  Connection connected(EndPoint endPoint) {
    return connected.apply(endPoint);
  }

  void hasNoAddress() {
    failed.accept("dial tcp: lookup " + to.host() + ": no such host");
  }

  /** Whether another address may be better; if none is, the first one's failure counts. */
  boolean goesOnAfter(Throwable cause) {
    InetSocketAddress tried = addresses.removeFirst();
    failure = failure.isEmpty() ? message(tried, cause) : failure;
    if (addresses.isEmpty() || attempt.isOver()) {
      failed.accept(failure);
      return false;
    }
    return true;
  }

  private static String shortest(InetAddress address) {
    return ZEROS.matcher(address.getHostAddress()).replaceFirst("::");
  }

  private static String message(InetSocketAddress to, Throwable cause) {
    HostPort at = new HostPort(shortest(to.getAddress()), to.getPort());
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean late = cause instanceof SocketTimeoutException;
    return "dial tcp " + at + ": " + (late ? "i/o timeout" : "connect: " + message);
  }
}
