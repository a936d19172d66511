package io.emperor.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client that is sent away: it reads an answer, if it has asked by HTTP, and the end. What it
 * sends meanwhile is read and forgotten, because its kernel would throw the answer away if this one
 * refused to take what it sends. Confined to the loop's thread.
 */
final class Departure implements EventHandler {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Peer client;
  private final RelayLoop loop;
  private final @Nullable String answer;
  private byte[] begun;
  private boolean said;

  private Departure(Peer client, RelayLoop loop, byte[] begun, @Nullable String answer) {
    this.client = client;
    this.loop = loop;
    this.begun = begun;
    this.answer = answer;
  }

  /** Of a client that has had its answers. */
  static void of(Peer client, RelayLoop loop) {
    new Departure(client, loop, new byte[0], null).begin();
  }

  /**
   * Of a client that gets none.
   *
   * @param begun what was read of it
   * @param answer what it is told if that is a request by HTTP
   */
  static void of(Peer client, RelayLoop loop, byte[] begun, String answer) {
    new Departure(client, loop, begun, answer).begin();
  }

  private void begin() {
    client.handledBy(this, SelectionKey.OP_READ);
    loop.schedule(PATIENCE, client::close);
    try {
      sayIfKnown();
    } catch (IOException e) {
      failed();
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    ByteBuffer bytes = loop.buffers().passing();
    int read = client.channel().read(bytes);
    if (read < 0) {
      client.close();
    } else if (!said) {
      append(bytes.flip());
      sayIfKnown();
    }
  }

  private void append(ByteBuffer bytes) {
    int length = begun.length;
    int more = Math.min(bytes.remaining(), HttpRequestLine.LONGEST_BEGINNING);
    begun = Arrays.copyOf(begun, length + more);
    bytes.get(begun, length, more);
  }

  private void sayIfKnown() throws IOException {
    HttpRequestLine.Beginning beginning = HttpRequestLine.beginning(begun);
    if (answer != null && beginning == HttpRequestLine.Beginning.UNKNOWN) {
      return;
    }
    said = true;
    if (answer != null && beginning == HttpRequestLine.Beginning.HTTP) {
      // The first bytes that it is sent fit into its kernel's buffer.
      int unused =
          client.channel().write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
    }
    client.channel().shutdownOutput();
  }

  @Override
  public void failed() {
    client.close();
  }
}
