package io.emperor.port;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a relayed connection, the client or the program. Confined to its loop's thread. */
final class Peer {

  private static final Logger log = LoggerFactory.getLogger(Peer.class);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Runnable gone;

  /**
   * Takes over a connection.
   *
   * @param channel open and registered
   * @param gone is run once, as soon as it is closed
   */
  Peer(SocketChannel channel, SelectionKey key, Runnable gone) {
    this.channel = channel;
    this.key = key;
    this.gone = gone;
  }

  /** Sets what every connection has: nothing waits for more, and who has vanished is noticed. */
  static void configure(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  SocketChannel channel() {
    return channel;
  }

  boolean has(SelectionKey other) {
    return key.equals(other);
  }

  void handledBy(EventHandler handler, int operations) {
    key.attach(handler);
    await(operations);
  }

  /** Sets which events it waits for. */
  void await(int operations) {
    if (key.isValid() && key.interestOps() != operations) {
      key.interestOps(operations);
    }
  }

  /** The same connection, whose events another loop waits for from now on, if for any. */
  Peer movedTo(RelayLoop other) throws IOException {
    SelectionKey there = other.register(channel, 0, null);
    key.cancel();
    return new Peer(channel, there, gone);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Closes it, so that the other side reads its end once it has read what was sent. */
  void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("a connection can't be closed", e);
    }
    gone.run();
  }

  /** Closes it, so that the other side sees that it has been broken off. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      log.debug("a connection can't be reset, and is closed", e);
    }
    close();
  }
}
