package io.emperor.port;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the program for the client that is next. A program that has not taken the connections
 * before it lets it wait, and the kernel would try again after a second, then two, then four; this
 * one tries soon. Confined to the loop's thread.
 */
final class Handover implements EventHandler {

  private static final Logger log = LoggerFactory.getLogger(Handover.class);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final int MOST_TRIES = 600;

  private final RelayLoop loop;
  private final InetSocketAddress target;
  private final Outcome outcome;
  private @Nullable SocketChannel channel;
  private boolean over;
  private int tries;

  /** Is told once what has become of it, also while it begins. */
  interface Outcome {
    void connected(Peer program);

    void refused(IOException cause);
  }

  Handover(RelayLoop loop, InetSocketAddress target, Outcome outcome) {
    this.loop = loop;
    this.target = target;
    this.outcome = outcome;
  }

  void begin() {
    try {
      tries++;
      SocketChannel next = SocketChannel.open();
      channel = next;
      Peer.configure(next);
      if (next.connect(target)) {
        connected(next);
      } else {
        SelectionKey unused = loop.register(next, SelectionKey.OP_CONNECT, this);
        loop.schedule(BETWEEN_TRIES, () -> tryAgain(next));
      }
    } catch (IOException | RuntimeException e) {
      refused(new IOException(e));
    }
  }

  private void tryAgain(SocketChannel slow) {
    if (over || channel != slow) {
      return;
    }
    closeChannel();
    if (tries < MOST_TRIES) {
      begin();
    } else {
      refused(new IOException("it takes no connection"));
    }
  }

  @Override
  public void ready(SelectionKey key) {
    SocketChannel done = (SocketChannel) key.channel();
    try {
      if (done.finishConnect()) {
        connected(done);
      }
    } catch (IOException e) {
      refused(e);
    }
  }

  private void connected(SocketChannel done) throws IOException {
    if (done.getLocalAddress().equals(done.getRemoteAddress())) {
      // On a port of its own choice a connection to nobody may find itself.
      throw new ConnectException("nobody listens there");
    }
    SelectionKey key = loop.register(done, 0, this);
    over = true;
    outcome.connected(new Peer(done, key, () -> {}));
  }

  @Override
  public void failed() {
    refused(new IOException("it failed"));
  }

  private void refused(IOException cause) {
    if (!over) {
      cancel();
      outcome.refused(cause);
    }
  }

  /** Ends it; nobody is told any more. */
  void cancel() {
    over = true;
    closeChannel();
  }

  private void closeChannel() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("a connection can't be closed", e);
    }
  }
}
