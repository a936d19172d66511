package io.emperor.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * A client that nobody serves yet. It wants something if it sends a byte, or if it is still there
 * after a moment, because in some protocols the server speaks first; who goes before that has only
 * tried the port. Of what it sends, a little is read, to know what it is. Confined to the loop's
 * thread.
 */
final class WaitingClient implements EventHandler {

  static final Duration MOMENT = Duration.ofMillis(20);

  private static final int LONGEST_LOOK = 1024;

  private final RelayPort port;
  private final RelayLoop loop;
  private final Peer peer;
  private final long since;
  private byte[] first = {};
  private boolean wanting;

  WaitingClient(RelayPort port, RelayLoop loop, Peer peer) {
    this.port = port;
    this.loop = loop;
    this.peer = peer;
    since = loop.now();
  }

  /** Looks whether it wants something. */
  void look() {
    peer.handledBy(this, first.length == 0 ? SelectionKey.OP_READ : 0);
    lookAgain();
  }

  private void lookAgain() {
    if (wanting || !port.isWaiting(this)) {
      return;
    }
    if (loop.now() - since < MOMENT.toNanos()) {
      loop.schedule(MOMENT, this::lookAgain);
      return;
    }
    try {
      read(); // where the loop has much to do, what came by now was not told yet
    } catch (IOException e) {
      failed();
    }
    if (port.isWaiting(this)) {
      wants();
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    read();
  }

  private void read() throws IOException {
    ByteBuffer bytes = loop.buffers().passing().limit(LONGEST_LOOK);
    int read = peer.channel().read(bytes);
    if (read > 0) {
      first = new byte[read];
      bytes.flip().get(first);
      peer.await(0);
      wants();
    } else if (read < 0 && wanting) {
      peer.await(0); // it may have ended one direction alone, and is told so by who serves
    } else if (read < 0) {
      failed();
    }
  }

  private void wants() {
    if (!wanting) {
      wanting = true;
      port.awaited();
    }
  }

  boolean isWanting() {
    return wanting;
  }

  Peer peer() {
    return peer;
  }

  /** What was read of it. */
  byte[] first() {
    return first;
  }

  @Override
  public void failed() {
    port.gone(this);
    peer.close();
  }
}
