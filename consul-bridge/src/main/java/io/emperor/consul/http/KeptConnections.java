package io.emperor.consul.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.io.CloseMode;

/**
 * Connections to one agent that stay open between uses. The one that was used last is taken first.
 * Safe for use by many threads.
 */
public final class KeptConnections implements AutoCloseable {

  /** One that was idle for longer may be dead without anybody having said so. */
  private static final long LONGEST_IDLE = Duration.ofMinutes(1).toNanos();

  private final Dialer dialer;
  private final LongSupplier clock;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final Set<HttpClientConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private record Idle(HttpClientConnection connection, long since) {}

  public KeptConnections(Dialer dialer, LongSupplier clock) {
    this.dialer = dialer;
    this.clock = clock;
  }

  /**
   * One for the caller alone, who gives it back with {@link #keep}, {@link #drop} or {@link
   * #failed}.
   *
   * @throws IOException if there is none, and none can be opened
   */
  public HttpClientConnection take() throws IOException {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.connection().isOpen() && clock.getAsLong() - next.since() < LONGEST_IDLE) {
        return next.connection();
      }
      drop(next.connection());
    }
    return fresh();
  }

  private HttpClientConnection fresh() throws IOException {
    HttpClientConnection connection = dialer.dial();
    open.add(connection);
    if (closed) {
      drop(connection);
      throw new IOException("the emperor ends");
    }
    return connection;
  }

  public void keep(HttpClientConnection connection) {
    idle.addFirst(new Idle(connection, clock.getAsLong()));
  }

  public void drop(HttpClientConnection connection) {
    open.remove(connection);
    connection.close(CloseMode.IMMEDIATE);
  }

  /** Closes one that has failed, and those that wait: the agent may have left them all. */
  public void failed(HttpClientConnection connection) {
    drop(connection);
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      drop(next.connection());
    }
  }

  /** Closes all of them; none can be taken any more. */
  @Override
  public void close() {
    closed = true;
    open.forEach(this::drop);
  }
}
