package io.emperor.http;

import io.emperor.port.ServicePort;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One open port of a vassal. It stays open while the app behind it is replaced by its next
 * generation, or rests. Thread safe.
 */
public final class ListeningPort implements ServicePort {

  private final int number;
  private final Traffic traffic;
  private final Executor executor;
  private final Runnable forget;
  private final Idleness idleness = new Idleness(System::nanoTime);
  private @Nullable Set<PortEndPoint> connections; // guarded by this; null if there is none
  private volatile Map<String, Backend> apart = Map.of(); // replaced under this
  private volatile Backend backend = Backend.NOBODY; // replaced under this
  private volatile @Nullable Closeable acceptor;
  private volatile Optional<ServerCertificate> certificate = Optional.empty();
  private volatile boolean leaving;
  private volatile boolean closed;

  /**
   * An open port with nobody behind it.
   *
   * @param executor hands over requests that have waited
   * @param forget has the connector hand it no more connections
   */
  ListeningPort(int number, Traffic traffic, Executor executor, Runnable forget) {
    this.number = number;
    this.traffic = traffic;
    this.executor = executor;
    this.forget = forget;
  }

  @Override
  public int number() {
    return number;
  }

  /**
   * Sets the app that answers from now on, and by whose certificate connections are opened.
   * Requests that another app has begun to answer are finished by that one, and open connections
   * stay. Requests that have waited are handed over in their order; the call does not wait for
   * that.
   *
   * @param next the app
   */
  public void serve(ServletApp next) {
    certificate = next.certificate();
    become(new Backend.Serving(next));
  }

  /**
   * Sets the app that answers requests for one path, on threads of its own, whatever answers the
   * others.
   *
   * @param path the path, as it stands in the request
   * @param next the app
   */
  public synchronized void serve(String path, ServletApp next) {
    Map<String, Backend> more = new HashMap<>(apart);
    more.put(path, new Backend.Serving(next));
    apart = Map.copyOf(more);
  }

  /**
   * Has connections that are opened from now on speak TLS before there is an app that says so. The
   * next app's certificate, or that it has none, replaces it; after an app its own stays.
   *
   * @param shown the certificate; empty for plain connections
   */
  public void secure(Optional<ServerCertificate> shown) {
    certificate = shown;
  }

  /** Of the app, or of the last one; empty if connections are plain. */
  Optional<ServerCertificate> certificate() {
    return certificate;
  }

  /**
   * Nobody serves from now on, and requests wait in their order until an app does or they are
   * turned away: 4,096 of them, and more are answered with 503. Their headers have been read, and
   * not their bodies. Requests that an app has begun to answer are finished by that one.
   *
   * <p>The first request is awaited. A connection alone is not, nor is a part of a request: a scan
   * of ports starts no app.
   *
   * <p>Connections between two requests let go of the app that has answered last on them, and stay:
   * a request that is on its way would be lost with a connection that is ended by its server, and
   * whether one is can't be known. They end as ever, when nothing has come for half a minute. Where
   * a request is under way, its answer asks the client to end the connection, unless the answer's
   * headers are gone already.
   *
   * @param awaited told of the first request, once until it is held again, on a thread of the
   *     server's; must neither block nor throw
   */
  @Override
  public void hold(Runnable awaited) {
    hold(awaited, WaitingRequests.MOST);
  }

  void hold(Runnable awaited, int most) {
    become(new WaitingRequests(awaited, most));
    connections().forEach(PortEndPoint::forgetApp);
  }

  @Override
  public void turnAway(Duration retryAfter) {
    become(Backend.Refusing.until(retryAfter));
  }

  @Override
  public Duration idle() {
    return idleness.lasts();
  }

  Idleness idleness() {
    return idleness;
  }

  /**
   * Nobody answers from now on, until the next app is set: requests are answered with 503. Open
   * connections are closed, because they hold on to the app that has answered last on them.
   */
  @Override
  public void vacate() {
    become(Backend.NOBODY);
    connections().forEach(PortEndPoint::close);
  }

  private void become(Backend next) {
    Backend before;
    synchronized (this) {
      before = backend;
      backend = next;
    }
    if (before instanceof WaitingRequests waiting) {
      Collection<Exchange> waited = waiting.end();
      if (!waited.isEmpty()) {
        handOver(waited);
      }
    }
  }

  /** Elsewhere, because thousands may have waited. */
  private void handOver(Collection<Exchange> waited) {
    Runnable task = () -> waited.forEach(this::answer);
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run(); // the server has stopped, and each finds its connection closed
    }
  }

  /** Hands a request to the backend that is there. */
  void answer(Exchange exchange) {
    Backend present = backend(exchange.request());
    // An app that has just been drained no longer takes requests, nor does a queue that is over;
    // then the next one is there already.
    while (!present.takes(exchange)) {
      Backend next = backend(exchange.request());
      present = next == present ? Backend.NOBODY : next;
    }
  }

  private Backend backend(Request request) {
    Backend own = apart.get(Request.getPathInContext(request));
    return own == null ? backend : own;
  }

  /** Whether there is an app. */
  boolean isServed() {
    return backend instanceof Backend.Serving;
  }

  boolean isLeaving() {
    return leaving;
  }

  Traffic traffic() {
    return traffic;
  }

  void accepting(Closeable closeable) {
    acceptor = closeable;
  }

  void opened(PortEndPoint connection) {
    synchronized (this) {
      if (connections == null) {
        connections = new HashSet<>();
      }
      connections.add(connection);
    }
    if (closed) {
      connection.close();
    }
  }

  synchronized void closed(PortEndPoint connection) {
    if (connections != null && connections.remove(connection) && connections.isEmpty()) {
      connections = null;
    }
  }

  private synchronized List<PortEndPoint> connections() {
    return connections == null ? List.of() : List.copyOf(connections);
  }

  @Override
  public void leave() {
    leaving = true;
  }

  /**
   * Takes no more connections, and asks the clients of open ones to end them with the next answer.
   * What they ask on them is still answered.
   */
  @Override
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

  @Override
  public void close() {
    refuse();
    closed = true;
    vacate();
  }
}
