package io.emperor.port;

import io.emperor.base.DaemonThreads;
import io.emperor.base.LoopWatchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds ports for programs, and passes their connections on. A few threads do that for any number
 * of ports, and share the connections of each; a port that rests costs one open file and no thread
 * or buffer. Bytes are kept only while their reader does not take them, and nothing more is read
 * until then. Thread safe.
 */
public final class Relay implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  private static final int BACKLOG = 1024;
  private static final int FEWEST_LOOPS = 2;
  private static final int MOST_LOOPS = 8;

  /** Bytes in transit take no more of what memory there is for buffers, which is as the heap is. */
  private static final int PART_OF_MEMORY = 8;

  private final ThreadFactory threads;
  private final LongSupplier clock;
  private final RelayLimit limit;
  private final LoopWatchdog watchdog = new LoopWatchdog(System::nanoTime);
  private final int mostLoops =
      Math.max(FEWEST_LOOPS, Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
  private final List<RelayLoop> loops = new ArrayList<>(); // guarded by this
  private int opened; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Makes a relay that has no port yet, and no thread until it has one.
   *
   * @param name what its threads are called
   */
  public Relay(String name) {
    this(name, System::nanoTime, RelayLimit.ofProcess());
  }

  /**
   * As above.
   *
   * @param clock nanoseconds, by which it is told how long nothing has passed
   */
  Relay(String name, LongSupplier clock, RelayLimit limit) {
    threads = new DaemonThreads(name);
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Opens a port. Connections are accepted at once, and wait until somebody serves.
   *
   * @param bind the address that it is opened on, {@code null} for all addresses
   * @param port the port, 0 for a free one
   * @return the open port
   * @throws IOException if it can't be opened, because it is in use, say; the message names the
   *     port
   */
  public RelayPort listen(@Nullable InetAddress bind, int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(
          bind == null ? new InetSocketAddress(port) : new InetSocketAddress(bind, port), BACKLOG);
      channel.configureBlocking(false);
      RelayLoop loop = nextLoop();
      return new RelayPort(channel, loop, () -> carrier(loop), limit, this::makeRoom);
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          String.format(Locale.ROOT, "port %d can't be opened: %s", port, e.getMessage()), e);
    }
  }

  private synchronized RelayLoop nextLoop() throws IOException {
    if (closed) {
      throw new IOException("the relay is closed");
    }
    if (loops.size() < mostLoops) {
      addLoop();
    }
    return loops.get(opened++ % loops.size());
  }

  private void addLoop() throws IOException {
    long most = Runtime.getRuntime().maxMemory() / PART_OF_MEMORY / mostLoops;
    TransitBuffers buffers =
        new TransitBuffers((int) Math.min(most / TransitBuffers.SIZE, 1 << 20));
    String name = "relay " + (loops.size() + 1);
    loops.add(new RelayLoop(name, threads, buffers, clock, watchdog));
  }

  /** The port's own loop as long as no other has less to do, so that few are not moved. */
  private synchronized RelayLoop carrier(RelayLoop own) {
    if (own.carried() > 0 && loops.size() < mostLoops && !closed) {
      try {
        addLoop();
      } catch (IOException e) {
        log.debug("the relay goes on with {} threads", loops.size(), e);
      }
    }
    RelayLoop least = own;
    for (RelayLoop loop : loops) {
      least = loop.carried() < least.carried() ? loop : least;
    }
    return least;
  }

  /** Each of the loops closes its part. */
  private void makeRoom(int connections) {
    List<RelayLoop> all = loops();
    int part = Math.max(1, connections / all.size());
    all.forEach(loop -> loop.makeRoom(part));
  }

  private synchronized List<RelayLoop> loops() {
    return List.copyOf(loops);
  }

  /**
   * The threads that do not get on any more.
   *
   * @return their names, in alphabetical order; empty while all is well
   */
  public List<String> stalled() {
    return watchdog.stalled();
  }

  /**
   * How many clients are connected, those included that wait.
   *
   * @return a number that is past when it is read
   */
  public int connections() {
    return limit.present();
  }

  /** How many buffers are in use because bytes wait for their readers. */
  int buffersKept() {
    return loops().stream().mapToInt(RelayLoop::buffersKept).sum();
  }

  /** How many connections each loop passes on. */
  List<Integer> carried() {
    return loops().stream().map(RelayLoop::carried).toList();
  }

  /** Closes every port and connection, at once. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    loops().forEach(RelayLoop::close);
  }
}
