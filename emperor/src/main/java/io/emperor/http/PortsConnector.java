package io.emperor.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * A connector with any number of ports over the same few selectors. Jetty's own has one port and at
 * least one waiting thread each, which a thousand idle vassals should not cost.
 */
final class PortsConnector extends AbstractConnector {

  private final Map<Integer, ListeningPort> ports = new ConcurrentHashMap<>();
  private final SelectorManager selectors;
  private final ConnectionLimit limit;

  PortsConnector(Server server, ConnectionFactory http, ConnectionLimit limit) {
    super(server, null, null, null, 0, http);
    this.limit = limit;
    selectors = new Selectors();
    installBean(selectors, true);
  }

  /**
   * Has connections accepted.
   *
   * @param first sets what is behind the port before any is
   */
  ListeningPort listen(
      ServerSocketChannel channel, Traffic traffic, Consumer<ListeningPort> first) {
    int number = channel.socket().getLocalPort();
    ListeningPort port =
        new ListeningPort(number, traffic, getExecutor(), () -> ports.remove(number));
    first.accept(port);
    ports.put(number, port);
    Closeable acceptor = selectors.acceptor(channel);
    awaitSelectors(); // until then, closing it would find nothing to close
    port.accepting(
        () -> {
          acceptor.close(); // ends the accepting alone
          channel.close();
          awaitSelectors();
        });
    return port;
  }

  /**
   * Waits until the selectors have looked at their channels. A new one is registered by that, and a
   * closed one let go: it would go on listening otherwise, because an idle selector does not look
   * by itself.
   */
  private void awaitSelectors() {
    Collection<ManagedSelector> all = selectors.getBeans(ManagedSelector.class);
    CountDownLatch looked = new CountDownLatch(all.size());
    for (ManagedSelector selector : all) {
      selector.submit(
          nio -> {
            try {
              int unused = nio.selectNow();
            } catch (IOException e) {
              LOG.debug("a selector could not look at its channels", e);
            }
            looked.countDown();
          });
    }
    try {
      if (!looked.await(1, TimeUnit.SECONDS)) {
        LOG.warn("the web server's threads are too busy to open or close a port in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void accept(int acceptorId) {
    throw new UnsupportedOperationException("the selectors accept");
  }

  @Override
  public Object getTransport() {
    return ports.keySet();
  }

  private final class Selectors extends SelectorManager {

    private final Set<PortEndPoint> connections = ConcurrentHashMap.newKeySet();
    private final Set<SelectableChannel> accepting = ConcurrentHashMap.newKeySet();

    Selectors() {
      super(PortsConnector.this.getExecutor(), PortsConnector.this.getScheduler());
    }

    /**
     * One at a time: between two, what was accepted is opened, and can be closed again to make room
     * for the next.
     */
    @Override
    protected @Nullable SelectableChannel doAccept(SelectableChannel port) {
      if (accepting.remove(port)) {
        return null;
      }
      try {
        SelectableChannel accepted = super.doAccept(port);
        if (accepted != null) {
          accepting.add(port);
        }
        return accepted;
      } catch (IOException e) {
        if (port.isOpen()) {
          limit.starve(connections, e);
        }
        return null;
      }
    }

    @Override
    protected void accepted(SelectableChannel accepted) throws IOException {
      SocketChannel channel = (SocketChannel) accepted;
      ListeningPort port = ports.get(channel.socket().getLocalPort());
      if (port == null || !limit.admit(channel, connections)) {
        channel.close();
        return;
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      accept(channel, port);
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      PortEndPoint endPoint =
          new PortEndPoint(
              (SocketChannel) channel,
              selector,
              key,
              getScheduler(),
              (ListeningPort) key.attachment());
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }

    @Override
    public Connection newConnection(
        SelectableChannel channel, EndPoint endPoint, Object attachment) {
      return ((PortEndPoint) endPoint)
          .port()
          .certificate()
          .map(ServerCertificate::connections)
          .orElseGet(PortsConnector.this::getDefaultConnectionFactory)
          .newConnection(PortsConnector.this, endPoint);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
      super.endPointOpened(endPoint);
      onEndPointOpened(endPoint);
      connections.add((PortEndPoint) endPoint);
      ((PortEndPoint) endPoint).port().opened((PortEndPoint) endPoint);
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
      connections.remove((PortEndPoint) endPoint);
      ((PortEndPoint) endPoint).port().closed((PortEndPoint) endPoint);
      limit.leave(((PortEndPoint) endPoint).getChannel());
      onEndPointClosed(endPoint);
      super.endPointClosed(endPoint);
    }
  }
}
