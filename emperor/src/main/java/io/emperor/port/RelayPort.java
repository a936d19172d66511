package io.emperor.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port whose connections are passed on to a program, byte by byte, in both directions. While
 * nobody serves, {@value #MOST_WAITING} connections wait at most. It is held when it is opened, and
 * nobody is told then.
 *
 * <p>A relay does not know where a request ends. It takes an answer to be due on a connection as
 * long as the last byte came from the client, and takes the connection to lie between two requests
 * once the last byte came from the program, all was delivered, and nothing has followed for a
 * second. By that it tells whether something is under way, and which connections may be closed.
 *
 * <p>Thread safe. What is set takes effect soon, in the order in which it was set.
 */
public final class RelayPort implements ServicePort {

  static final int MOST_WAITING = 1024;

  private static final Logger log = LoggerFactory.getLogger(RelayPort.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final String SOON = HttpRequestLine.unavailable(Duration.ofSeconds(1));
  private static final byte[] NOTHING = {};

  private final int number;
  private final RelayLoop loop;
  private final Acceptor acceptor;
  private final Carriers carriers;
  private final AtomicInteger busy = new AtomicInteger();
  private volatile long lastUse;
  private volatile int waitingNow;

  // All that follows is the loop's.
  private final Set<WaitingClient> waiting = new LinkedHashSet<>();
  private final Set<RelayedConnection> current = new LinkedHashSet<>();
  private final Set<RelayedConnection> former = new LinkedHashSet<>();
  private final List<CompletableFuture<Void>> drains = new ArrayList<>();
  private final Program program = new Program();
  private Behind behind = new Held(() -> {});
  private boolean told;
  private boolean leaving;
  private boolean looksAgain;
  private boolean unreachable;
  private @Nullable Handover handover;

  /** What is behind the port. */
  private sealed interface Behind {}

  private record Held(Runnable awaited) implements Behind {}

  private record Serving(InetSocketAddress target) implements Behind {}

  private record Away(String answer) implements Behind {}

  /** Chooses among the loops. */
  interface Carriers {
    /** The one that passes on the next connection. */
    RelayLoop next();
  }

  /**
   * Of an open port.
   *
   * @param loop on which everything happens until a connection is passed on
   * @param carriers of connections that are
   */
  RelayPort(
      ServerSocketChannel channel,
      RelayLoop loop,
      Carriers carriers,
      RelayLimit limit,
      RelayLimit.Room room) {
    number = channel.socket().getLocalPort();
    this.loop = loop;
    this.carriers = carriers;
    lastUse = loop.now();
    acceptor = new Acceptor(channel, loop, limit, room, this::arrived);
    loop.execute(acceptor::begin);
  }

  @Override
  public int number() {
    return number;
  }

  /**
   * Each connection is passed on from now on, those first that wait. Connections that were passed
   * on to another program stay with it until they end, or lie between two requests and are closed.
   * A client for which the program can't be reached is turned away.
   *
   * @param target where the program listens
   */
  public void serve(InetSocketAddress target) {
    lastUse = loop.now();
    loop.execute(
        () -> {
          Behind next = new Serving(target);
          if (!next.equals(behind)) {
            change(next);
            part();
          }
          leaving = false;
          handOver();
        });
  }

  @Override
  public void hold(Runnable awaited) {
    loop.execute(
        () -> {
          change(new Held(awaited));
          told = false;
          leaving = false;
          part();
          waiting.forEach(WaitingClient::look);
          if (waiting.stream().anyMatch(WaitingClient::isWanting)) {
            awaited();
          }
        });
  }

  @Override
  public void turnAway(Duration retryAfter) {
    String answer = HttpRequestLine.unavailable(retryAfter);
    loop.execute(() -> sendAway(answer));
  }

  @Override
  public void vacate() {
    loop.execute(
        () -> {
          sendAway(SOON);
          closeConnections();
        });
  }

  @Override
  public void leave() {
    loop.execute(
        () -> {
          leaving = true;
          part();
        });
  }

  @Override
  public void refuse() {
    leave();
    loop.executeAndAwait(acceptor::close);
  }

  @Override
  public void close() {
    loop.executeAndAwait(
        () -> {
          acceptor.close();
          change(new Away(SOON));
          closeConnections();
          List.copyOf(waiting).forEach(client -> sendAway(client, SOON));
        });
  }

  /** On how many connections something waits, is due or in transit; on any thread. */
  int underWay() {
    int before = waitingNow; // who waits no more is busy before that
    return before + busy.get();
  }

  @Override
  public Duration idle() {
    return underWay() > 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, loop.now() - lastUse));
  }

  /**
   * Whether the connections have ended that are to end: those to a program that does not serve any
   * more, and all of them once clients are asked to leave.
   *
   * @return completes on the relay's thread as soon as none is left, and not at all if one never
   *     ends; what depends on it must not block
   */
  public CompletableFuture<Void> drained() {
    CompletableFuture<Void> drained = new CompletableFuture<>();
    loop.execute(
        () -> {
          drains.add(drained);
          completeDrains();
        });
    return drained;
  }

  private void change(Behind next) {
    behind = next;
    Handover begun = handover;
    if (begun != null) {
      begun.cancel();
      handover = null;
    }
  }

  private void sendAway(String answer) {
    change(new Away(answer));
    for (WaitingClient client : List.copyOf(waiting)) {
      sendAway(client, answer);
    }
  }

  private void sendAway(WaitingClient client, String answer) {
    gone(client);
    Departure.of(client.peer(), loop, client.first(), answer);
  }

  private void arrived(Peer client) {
    if (behind instanceof Away away) {
      Departure.of(client, loop, NOTHING, away.answer());
    } else if (waiting.size() == MOST_WAITING) {
      Departure.of(client, loop, NOTHING, SOON);
    } else {
      WaitingClient next = new WaitingClient(this, loop, client);
      waiting.add(next);
      count();
      if (behind instanceof Held) {
        next.look();
      }
      handOver();
    }
  }

  private void handOver() {
    while (handover == null && !waiting.isEmpty() && behind instanceof Serving serving) {
      Handover next = new Handover(loop, serving.target(), program);
      handover = next;
      next.begin();
    }
  }

  /** What comes of the connection to the program that is made for the client that is next. */
  private final class Program implements Handover.Outcome {

    @Override
    public void connected(Peer peer) {
      handover = null;
      if (unreachable) {
        unreachable = false;
        log.info("port {}: the program can be reached again", number);
      }
      if (waiting.isEmpty()) { // it has gone meanwhile
        peer.close();
        return;
      }
      WaitingClient client = waiting.iterator().next();
      try {
        pass(client, peer);
      } catch (IOException | RuntimeException e) {
        log.debug("port {}: a connection can't be passed on", number, e);
        client.peer().close();
        peer.close();
      }
      gone(client); // now that it is busy, so that it is under way all the time
      lookSoon();
      loop.execute(RelayPort.this::handOver);
    }

    private void pass(WaitingClient client, Peer peer) throws IOException {
      RelayLoop carrier = carriers.next();
      boolean stays = carrier.equals(loop);
      RelayedConnection connection =
          new RelayedConnection(
              RelayPort.this,
              carrier,
              stays ? client.peer() : client.peer().movedTo(carrier),
              stays ? peer : peer.movedTo(carrier),
              client.first());
      busy(1);
      (leaving ? former : current).add(connection);
      if (stays) {
        connection.begin(); // before an event that has come already finds who waited
      } else {
        connection.execute(RelayedConnection::begin);
      }
    }

    @Override
    public void refused(IOException cause) {
      handover = null;
      if (!unreachable) {
        unreachable = true;
        log.warn(
            "port {}: the program can't be reached, so clients are turned away: {}",
            number,
            cause.getMessage());
      }
      if (!waiting.isEmpty()) {
        sendAway(waiting.iterator().next(), SOON);
      }
      loop.execute(RelayPort.this::handOver);
    }
  }

  /** Lets the connections that there are go as soon as nothing is under way on them. */
  private void part() {
    former.addAll(current);
    current.clear();
    look();
  }

  private void look() {
    former.forEach(connection -> connection.execute(RelayedConnection::closeIfQuiet));
    completeDrains();
    lookSoon();
  }

  private void lookSoon() {
    if (!former.isEmpty() && !looksAgain) {
      looksAgain = true;
      loop.schedule(
          BETWEEN_LOOKS,
          () -> {
            looksAgain = false;
            look();
          });
    }
  }

  private void completeDrains() {
    if (former.isEmpty()) {
      List<CompletableFuture<Void>> done = List.copyOf(drains);
      drains.clear();
      done.forEach(drained -> drained.complete(null));
    }
  }

  private void closeConnections() {
    current.forEach(connection -> connection.execute(RelayedConnection::close));
    former.forEach(connection -> connection.execute(RelayedConnection::close));
  }

  /** Somebody waits for something. */
  void awaited() {
    if (!told && behind instanceof Held held) {
      told = true;
      try {
        held.awaited().run();
      } catch (RuntimeException e) { // is no fault of who waits
        log.warn("port {}: whoever is to know that it is awaited has failed", number, e);
      }
    }
  }

  boolean isWaiting(WaitingClient client) {
    return waiting.contains(client);
  }

  void gone(WaitingClient client) {
    waiting.remove(client);
    count();
  }

  private void count() {
    waitingNow = waiting.size();
  }

  /** Something has passed; on any thread. */
  void used(long now) {
    lastUse = now;
  }

  /** Something is under way on one connection more, or less; on any thread. */
  void busy(int change) {
    busy.addAndGet(change);
  }

  /** A connection is over; on any thread. */
  void ended(RelayedConnection connection) {
    loop.execute(
        () -> {
          current.remove(connection);
          if (former.remove(connection)) {
            completeDrains();
          }
        });
  }
}
