package io.emperor.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that knows which port it came in by. */
final class PortEndPoint extends SocketChannelEndPoint {

  private final ListeningPort port;

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
}
