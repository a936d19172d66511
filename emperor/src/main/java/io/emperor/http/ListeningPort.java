package io.emperor.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * One open port of a vassal. It stays open while the app behind it is replaced by its next
 * generation. Thread safe.
 */
public final class ListeningPort implements AutoCloseable {

  private final int number;
  private final Runnable forget;
  private final Set<EndPoint> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Closeable acceptor;
  private volatile @Nullable ServletApp app;
  private volatile boolean closed;

  ListeningPort(int number, Runnable forget) {
    this.number = number;
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
   * Sets the app that answers from now on. Requests that another app has begun to answer are
   * finished by that one.
   *
   * @param next the app
   */
  public void serve(ServletApp next) {
    app = next;
  }

  @Nullable ServletApp app() {
    return app;
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

  /** Closes the port and its connections, at once. */
  @Override
  public void close() {
    closed = true;
    forget.run();
    Closeable accepting = acceptor;
    try {
      if (accepting != null) {
        accepting.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("port %d can't be closed".formatted(number), e);
    }
    connections.forEach(EndPoint::close);
  }
}
