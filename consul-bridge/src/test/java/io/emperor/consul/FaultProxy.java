package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of one agent and breaks what goes through it, by a fault that can be changed at
 * any time and then holds for new and for open connections. It can be used by many threads.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int ACCEPTOR_MILLIS = 1_000;
  private static final int MOST_CONNECTIONS = 500;

  private final InetSocketAddress target;
  private final InetSocketAddress own;
  private final Consumer<String> recorder;
  private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong met = new AtomicLong();
  private volatile Fault fault = Fault.pass();
  private volatile String meant = ""; // a part of the requests that the fault is for
  private @Nullable Listening listening; // guarded by this

  private record Listening(ServerSocket socket, Thread thread) {

    /** The port is free only once nobody waits on it any more. */
    void end() throws IOException, InterruptedException {
      socket.close();
      thread.join(ACCEPTOR_MILLIS);
    }
  }

  /** Begins to listen on a free port of the loopback interface; everything passes at first. */
  public FaultProxy(String agent) {
    this(agent, request -> {});
  }

  /**
   * Begins to listen on a free port of the loopback interface; everything passes at first.
   *
   * @param agent in front of whom it stands
   * @param recorder told the first line of every request, on any thread
   */
  public FaultProxy(String agent, Consumer<String> recorder) {
    this.recorder = recorder;
    int colon = agent.lastIndexOf(':');
    target =
        new InetSocketAddress(
            agent.substring(0, colon), Integer.parseInt(agent.substring(colon + 1)));
    ServerSocket first = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    own = new InetSocketAddress(first.getInetAddress(), first.getLocalPort());
  }

  private synchronized ServerSocket listen(InetSocketAddress where) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(where, MOST_CONNECTIONS);
      listening = new Listening(socket, daemon(() -> accept(socket), "fault-proxy"));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        serve(socket.accept());
      } catch (IOException e) {
        // The socket was closed, which the loop sees, or a client was gone already.
      }
    }
  }

  private void serve(Socket client) throws IOException {
    if (connections.size() >= MOST_CONNECTIONS || fault.kind() == Fault.Kind.REFUSE) {
      client.close();
      return;
    }
    FaultyConnection connection = new FaultyConnection(this, client);
    connections.add(connection);
    Thread unused = daemon(connection::run, "fault-proxy-connection");
  }

  /** Where it listens, {@code 127.0.0.1:PORT}. */
  public String address() {
    return own.getAddress().getHostAddress() + ":" + own.getPort();
  }

  InetSocketAddress target() {
    return target;
  }

  Fault fault() {
    return fault;
  }

  /** Whether the fault is meant for a request. */
  boolean isFor(String request) {
    boolean isFor = request.contains(meant);
    if (isFor) {
      met.incrementAndGet();
    }
    return isFor;
  }

  /** How many requests the fault was meant for. */
  long met() {
    return met.get();
  }

  void seen(String request) {
    requests.incrementAndGet();
    recorder.accept(request);
  }

  void ended(FaultyConnection connection) {
    connections.remove(connection);
  }

  /** How many requests have come in so far, whatever became of them. */
  public long requests() {
    return requests.get();
  }

  /** Does this from now on, with requests that have these words in their head or body. */
  public void set(Fault next, String words) {
    meant = words;
    met.set(0);
    set(next);
  }

  /** Does this from now on. */
  public synchronized void set(Fault next) {
    fault = next;
    if (next.kind() == Fault.Kind.REFUSE) {
      closeSockets();
    } else if (listening == null) {
      ServerSocket unused = listen(own);
    }
  }

  private synchronized void closeSockets() {
    try {
      if (listening != null) {
        listening.end();
        listening = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(FaultyConnection::close);
  }

  /** Closes everything. */
  @Override
  public void close() {
    fault = Fault.refuse();
    closeSockets();
  }
}
