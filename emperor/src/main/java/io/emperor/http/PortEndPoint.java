package io.emperor.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A connection that knows which port it came in by, and whether a request is on it. */
final class PortEndPoint extends SocketChannelEndPoint {

  private final ListeningPort port;
  private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);
  private @Nullable Components components; // handed on by use

  /** What the connection is used for. */
  private enum Use {
    /** No request is on it. */
    FREE,
    /** A request is on it, and has not been answered to its last byte. */
    REQUEST,
    /** What it keeps for the next request is thrown away, which takes no time. */
    FORGETTING
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

  /** A request begins. */
  void asked(Request request) {
    while (use.getAndUpdate(now -> now == Use.FORGETTING ? now : Use.REQUEST) == Use.FORGETTING) {
      Thread.onSpinWait();
    }
    components = request.getComponents();
    port.idleness().begin();
  }

  /** The request has been answered to its last byte, or been given up. */
  void answered() {
    port.idleness().end();
    use.set(Use.FREE);
    if (!port.isServed()) {
      forgetApp();
    }
  }

  /**
   * Lets go of the app that has answered last: Jetty keeps the channel of its servlets for the next
   * request. Does nothing while a request is on the connection; its end does it then.
   */
  void forgetApp() {
    if (use.compareAndSet(Use.FREE, Use.FORGETTING)) {
      if (components != null) {
        components.getCache().clearAttributes();
      }
      use.set(Use.FREE);
    }
  }
}
