package io.emperor.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One of a connection's two directions. It reads only when all that it has read before was taken,
 * so that who does not read holds up who writes, and nobody else. Confined to the loop's thread.
 */
final class OneWay {

  /** So often it reads at most before it is another connection's turn. */
  private static final int ROUNDS = 8;

  private final Peer from;
  private final Peer to;
  private final TransitBuffers buffers;
  private @Nullable ByteBuffer inTransit;
  private boolean over;

  OneWay(Peer from, Peer to, TransitBuffers buffers) {
    this.from = from;
    this.to = to;
    this.buffers = buffers;
  }

  /** Puts first what has been read already. */
  void begin(byte[] first) {
    if (first.length > 0) {
      inTransit = ByteBuffer.wrap(first);
    }
  }

  boolean isInTransit() {
    return inTransit != null;
  }

  /** Whether no more will pass. */
  boolean isOver() {
    return over;
  }

  /** What the one that it reads from is to be waited for. */
  int reads() {
    return over || isInTransit() ? 0 : SelectionKey.OP_READ;
  }

  /** What the one that it writes to is to be waited for. */
  int writes() {
    return isInTransit() ? SelectionKey.OP_WRITE : 0;
  }

  /**
   * Passes on what is there, the end of it too.
   *
   * @return how many bytes were read
   * @throws BrokenPipe if they can't be written any more
   * @throws IOException if they can't be read any more
   */
  int pass() throws IOException {
    int read = 0;
    for (int round = 0; round < ROUNDS && writeAll() && !over; round++) {
      ByteBuffer bytes = buffers.passing();
      int more = from.channel().read(bytes);
      if (more < 0) {
        end();
      } else if (more > 0) {
        read += more;
        write(bytes.flip());
      }
      if (more < TransitBuffers.SIZE) {
        break; // there was no more
      }
    }
    return read;
  }

  private boolean writeAll() throws BrokenPipe {
    ByteBuffer rest = inTransit;
    if (rest == null) {
      return true;
    }
    tryWrite(rest);
    if (rest.hasRemaining()) {
      return false;
    }
    drop();
    return true;
  }

  private void write(ByteBuffer bytes) throws IOException {
    tryWrite(bytes);
    if (bytes.hasRemaining()) {
      buffers.keepPassing();
      inTransit = bytes;
    }
  }

  private void tryWrite(ByteBuffer bytes) throws BrokenPipe {
    try {
      int unused = to.channel().write(bytes);
    } catch (IOException e) {
      throw new BrokenPipe(e);
    }
  }

  private void end() throws BrokenPipe {
    over = true;
    try {
      to.channel().shutdownOutput();
    } catch (IOException e) {
      throw new BrokenPipe(e);
    }
  }

  /** Passes no more, and gives up what is in transit. */
  void stop() {
    over = true;
    drop();
  }

  private void drop() {
    ByteBuffer rest = inTransit;
    if (rest != null && rest.isDirect()) {
      buffers.giveBack(rest);
    }
    inTransit = null;
  }

  /** Bytes can't be written any more; what was sent the other way may still be there to be read. */
  static final class BrokenPipe extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenPipe(IOException cause) {
      super(cause);
    }
  }
}
