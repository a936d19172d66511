package io.emperor.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that knows which port it came in by, and whether a request is on it. */
final class PortEndPoint extends SocketChannelEndPoint {

  /** For so long a client may send on what has crossed the end of its connection. */
  private static final long LINGERS_MILLIS = 1_000;

  private final ListeningPort port;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

  /** What is on the connection. */
  private enum Phase {
    /** It has brought no request yet, and so holds on to no app. */
    NEW,
    /** Something has come that has not been answered to its last byte. */
    ASKED,
    /** All that has come is answered. */
    ANSWERED,
    /** The client has been told that nothing more is answered on it. */
    ENDED
  }

  PortEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      ListeningPort port) {
    super(channel, selector, key, scheduler);
    this.port = port;
  }

  /** The connection that a request came in by, whatever a proxy says about it. */
  static PortEndPoint of(Request request) {
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    return (PortEndPoint) (end instanceof Wrapper encrypted ? encrypted.unwrap() : end);
  }

  /** Whether the client is to send something, or to read. */
  boolean waitsForClient() {
    return getFillInterest().isInterested() || getWriteFlusher().isPending();
  }

  ListeningPort port() {
    return port;
  }

  /**
   * Whoever reads has the connection for that time, so that nothing is ended that was read already.
   * What crosses the end is dropped instead of left lying: the connection would be reset by it, and
   * the client not see an orderly end.
   */
  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    boolean next = phase.compareAndSet(Phase.ANSWERED, Phase.ASKED);
    int filled = super.fill(buffer);
    if (next && filled <= 0) {
      rest();
    }
    if (filled > 0 && phase.get() == Phase.ENDED) {
      BufferUtil.clear(buffer);
      return 0;
    }
    return filled;
  }

  /**
   * A request begins.
   *
   * @return whether it can be answered; not on a connection that has been ended
   */
  boolean asked() {
    if (phase.updateAndGet(now -> now == Phase.ENDED ? now : Phase.ASKED) == Phase.ENDED) {
      return false;
    }
    port.idleness().begin();
    return true;
  }

  /** The request has been answered to its last byte, or been given up. */
  void answered() {
    port.idleness().end();
    rest();
  }

  private void rest() {
    if (phase.compareAndSet(Phase.ASKED, Phase.ANSWERED) && !port.isServed()) {
      end();
    }
  }

  /**
   * Ends the connection, if all that was asked on it is answered. What has arrived counts, whether
   * it has been read or not. So what is still under way to us then is not answered; the client,
   * which sees the end of a kept connection instead of an answer's first byte, may ask again on
   * another one, and HTTP's clients do.
   */
  void end() {
    if (isUnread() || !phase.compareAndSet(Phase.ANSWERED, Phase.ENDED)) {
      return;
    }
    EndPoint spoken = getConnection() instanceof SslConnection tls ? tls.getSslEndPoint() : this;
    spoken.shutdownOutput();
    var unused = getScheduler().schedule(this::close, LINGERS_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether the system has something for us. */
  private boolean isUnread() {
    try {
      return ((SocketChannel) getChannel()).socket().getInputStream().available() > 0;
    } catch (IOException e) {
      return false; // closed
    }
  }
}
