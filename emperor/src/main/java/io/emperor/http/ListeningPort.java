package io.emperor.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One open port of a vassal. It stays open while the app behind it is replaced by its next
 * generation. Thread safe.
 */
public final class ListeningPort implements AutoCloseable {

  private final int number;
  private final Traffic traffic;
  private final Runnable forget;
  private final Map<String, ServletApp> apart = new ConcurrentHashMap<>();
  private final Set<EndPoint> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Closeable acceptor;
  private volatile @Nullable ServletApp app;
  private volatile Optional<ServerCertificate> certificate = Optional.empty();
  private volatile boolean leaving;
  private volatile boolean closed;

  ListeningPort(int number, Traffic traffic, Runnable forget) {
    this.number = number;
    this.traffic = traffic;
    this.forget = forget;
  }

  /**
   * The port's number.
   *
   * @return 1 to 65535
   */
  public int number() {
    return number;
  }

  /**
   * Sets the app that answers from now on, and by whose certificate connections are opened.
   * Requests that another app has begun to answer are finished by that one, and open connections
   * stay.
   *
   * @param next the app
   */
  public void serve(ServletApp next) {
    certificate = next.certificate();
    app = next;
  }

  /** Of the app, or of the last one; empty if connections are plain. */
  Optional<ServerCertificate> certificate() {
    return certificate;
  }

  /**
   * Sets the app that answers requests for one path, on threads of its own, whatever answers the
   * others.
   *
   * @param path the path, as it stands in the request
   * @param next the app
   */
  public void serve(String path, ServletApp next) {
    apart.put(path, next);
  }

  /**
   * Nobody answers from now on, until the next app is set: requests are answered with 503. Open
   * connections are closed, because they hold on to the app that has answered last on them.
   */
  public void vacate() {
    app = null;
    connections.forEach(EndPoint::close);
  }

  Traffic traffic() {
    return traffic;
  }

  @Nullable ServletApp app() {
    return app;
  }

  /** The app that answers a request. */
  @Nullable ServletApp app(Request request) {
    ServletApp own = apart.get(Request.getPathInContext(request));
    return own == null ? app : own;
  }

  void accepting(Closeable closeable) {
    acceptor = closeable;
  }

  void opened(EndPoint connection) {
    connections.add(connection);
    if (closed) {
      connection.close();
    }
  }

  void closed(EndPoint connection) {
    connections.remove(connection);
  }

  /** Asks the clients of connections to end them with the next answer. */
  public void leave() {
    leaving = true;
  }

  /**
   * Takes no more connections, and asks the clients of open ones to end them with the next answer.
   * What they ask on them is still answered.
   */
  public void refuse() {
    leave();
    forget.run();
    Closeable accepting = acceptor;
    try {
      if (accepting != null) {
        accepting.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "port %d can't be closed", number), e);
    }
  }

  boolean isLeaving() {
    return leaving;
  }

  /** Closes the port and its connections, at once. */
  @Override
  public void close() {
    refuse();
    closed = true;
    connections.forEach(EndPoint::close);
  }
}
