package io.emperor.provisioning.membership;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * HAProxy's runtime API: a line is sent, the answer goes on until HAProxy closes. Safe for use by
 * many threads; each call has a connection of its own.
 *
 * @param address of a Unix domain socket, or of TCP
 * @param limit how long a call takes at most
 */
record RuntimeSocket(SocketAddress address, Duration limit) {

  private static final int LARGEST = 16 << 20;

  /**
   * Has commands run.
   *
   * @param commands with {@code ;} between, at most 16 KB, without a line end
   * @return all that is answered
   * @throws IOException if it can't be reached, takes too long, or answers more than 16 MiB; also
   *     if the thread is interrupted, which it is afterwards, too
   */
  String ask(String commands) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (SocketChannel channel = open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      if (!channel.connect(address)) {
        await(selector, deadline);
        boolean unused = channel.finishConnect();
      }
      key.interestOps(SelectionKey.OP_WRITE);
      ByteBuffer line = ByteBuffer.wrap((commands + "\n").getBytes(StandardCharsets.US_ASCII));
      while (channel.write(line) >= 0 && line.hasRemaining()) {
        await(selector, deadline);
      }
      key.interestOps(SelectionKey.OP_READ);
      return answer(channel, selector, deadline);
    }
  }

  private SocketChannel open() throws IOException {
    return address instanceof InetSocketAddress
        ? SocketChannel.open()
        : SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  private String answer(SocketChannel channel, Selector selector, long deadline)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(1 << 16);
    int read = 0;
    while (read >= 0) {
      await(selector, deadline);
      read = channel.read(part);
      answer.write(part.array(), 0, part.position());
      part.clear();
      if (answer.size() > LARGEST) {
        throw new IOException("answers more than " + (LARGEST >> 20) + " MiB");
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private void await(Selector selector, long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("the thread was interrupted");
    }
    if (left <= 0) {
      throw new SocketTimeoutException("has not answered within " + limit.toMillis() + " ms");
    }
    int unused = selector.select(left);
    selector.selectedKeys().clear();
  }
}
