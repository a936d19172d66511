package io.emperor.port;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A client's connection and the program's, and what passes between them. A relay does not know what
 * a request is: an answer is due as long as the last byte came from the client. It is busy until it
 * has begun. Confined to its loop's thread, but for {@link #execute}.
 */
final class RelayedConnection implements EventHandler {

  /** An answer may pause, and a request too, for less than this. */
  static final Duration QUIET = Duration.ofSeconds(1);

  private final RelayPort port;
  private final RelayLoop loop;
  private final Peer client;
  private final Peer program;
  private final OneWay up;
  private final OneWay down;
  private long lastByte;
  private boolean due;
  private boolean busy = true;
  private boolean broken;
  private boolean forgotten;

  RelayedConnection(RelayPort port, RelayLoop loop, Peer client, Peer program, byte[] first) {
    this.port = port;
    this.loop = loop;
    this.client = client;
    this.program = program;
    up = new OneWay(client, program, loop.buffers());
    down = new OneWay(program, client, loop.buffers());
    up.begin(first);
    due = first.length > 0;
    lastByte = loop.now();
    loop.carries(1);
  }

  /** Does something with it soon, on its loop's thread. */
  void execute(Consumer<RelayedConnection> task) {
    loop.execute(() -> task.accept(this));
  }

  /** Begins to pass what is there. */
  void begin() {
    client.handledBy(this, 0);
    program.handledBy(this, 0);
    tryToPass();
  }

  private void tryToPass() {
    try {
      pass(up);
      pass(down);
      settle();
    } catch (IOException e) {
      failed();
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    boolean fromClient = client.has(key);
    if (key.isReadable()) {
      pass(fromClient ? up : down);
    }
    if (key.isWritable()) {
      pass(fromClient ? down : up);
    }
    settle();
  }

  private void pass(OneWay way) throws IOException {
    boolean wasInTransit = way.isInTransit();
    try {
      int read = way.pass();
      if (read > 0) {
        due = way.equals(up);
      }
      if (read > 0 || wasInTransit) {
        lastByte = loop.now();
        port.used(lastByte);
      }
    } catch (OneWay.BrokenPipe e) {
      broken = true; // what its reader sent before it broke off is still passed on
      way.stop();
    }
  }

  private void settle() {
    if (up.isOver() && down.isOver() && !up.isInTransit() && !down.isInTransit()) {
      if (broken) {
        failed();
      } else {
        close();
      }
      return;
    }
    client.await(up.reads() | down.writes());
    program.await(down.reads() | up.writes());
    busy(due || up.isInTransit() || down.isInTransit());
  }

  private void busy(boolean now) {
    if (busy != now) {
      busy = now;
      port.busy(now ? 1 : -1);
    }
  }

  /** How long nothing has passed. */
  long silentNanos() {
    return loop.now() - lastByte;
  }

  /** Whether the client is to send something, or to read. */
  boolean waitsForClient() {
    return down.isInTransit() || !busy;
  }

  /**
   * Ends it if it is between two requests, as far as that can be seen: nothing is in transit, the
   * last byte came from the program, and that was a while ago.
   */
  void closeIfQuiet() {
    if (!isQuiet()) {
      return;
    }
    tryToPass(); // something may have come that nobody has looked at yet
    if (client.isOpen() && isQuiet()) {
      forget();
      program.close();
      Departure.of(client, loop);
    }
  }

  private boolean isQuiet() {
    return !busy && silentNanos() >= QUIET.toNanos();
  }

  /** Closes both sides at once. */
  void close() {
    forget();
    client.close();
    program.close();
  }

  /** Breaks off both sides, as one of them has been. */
  @Override
  public void failed() {
    forget();
    client.reset();
    program.reset();
  }

  private void forget() {
    up.stop();
    down.stop();
    busy(false);
    if (!forgotten) {
      forgotten = true;
      loop.carries(-1);
      port.ended(this);
    }
  }
}
