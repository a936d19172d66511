package io.emperor.port;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections that come to one port. When no file is left for another one they wait in
 * the kernel, and it looks again after a while. Confined to the loop's thread.
 */
final class Acceptor implements EventHandler {

  private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

  /** So many it takes before it is another port's turn. */
  private static final int AT_ONCE = 64;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocketChannel channel;
  private final RelayLoop loop;
  private final RelayLimit limit;
  private final RelayLimit.Room room;
  private final Arrivals arrivals;

  /** Who takes over what was accepted. */
  interface Arrivals {
    void arrived(Peer client);
  }

  Acceptor(
      ServerSocketChannel channel,
      RelayLoop loop,
      RelayLimit limit,
      RelayLimit.Room room,
      Arrivals arrivals) {
    this.channel = channel;
    this.loop = loop;
    this.limit = limit;
    this.room = room;
    this.arrivals = arrivals;
  }

  void begin() {
    try {
      SelectionKey unused = loop.register(channel, SelectionKey.OP_ACCEPT, this);
    } catch (IOException e) {
      log.debug("a port was closed before it was open", e);
    }
  }

  @Override
  public void ready(SelectionKey key) {
    for (int i = 0; i < AT_ONCE; i++) {
      SocketChannel accepted;
      try {
        accepted = channel.accept();
      } catch (IOException e) {
        pause(key, e);
        return;
      }
      if (accepted == null) {
        return;
      }
      admit(accepted);
    }
  }

  private void pause(SelectionKey key, IOException cause) {
    if (!key.isValid()) {
      return;
    }
    limit.starve(room, cause);
    key.interestOps(0);
    loop.schedule(
        PAUSE,
        () -> {
          if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
          }
        });
  }

  private void admit(SocketChannel accepted) {
    boolean admitted = limit.admit(room);
    try {
      if (admitted) {
        Peer.configure(accepted);
        SelectionKey key = loop.register(accepted, 0, this);
        arrivals.arrived(new Peer(accepted, key, limit::leave));
        return;
      }
    } catch (IOException e) {
      log.debug("a connection has ended before it began", e);
      limit.leave();
    }
    close(accepted);
  }

  /** Takes no more. */
  void close() {
    close(channel);
  }

  private static void close(Channel closing) {
    try {
      closing.close();
    } catch (IOException e) {
      log.debug("something can't be closed", e);
    }
  }

  /** The port stays open, whatever it was about one connection. */
  @Override
  public void failed() {}
}
