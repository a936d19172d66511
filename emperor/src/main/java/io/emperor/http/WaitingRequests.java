package io.emperor.http;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait in their order for somebody to answer them. None of their bodies is read, so
 * that who sends a long one is held up by TCP. While nothing waits it is all but empty: ten
 * thousand resting vassals have one each. Jetty ends no connection as idle while a request is on
 * it.
 *
 * <p>A client that hangs up meanwhile can't be told from one that has closed only its own half, to
 * say that this was all: both are answered.
 */
final class WaitingRequests implements Backend {

  /** So many wait, and no more. */
  static final int MOST = 4096;

  private static final Refusing CROWDED = new Refusing(1);

  private final Runnable awaited;
  private final int most;
  private @Nullable Queue<Exchange> queue; // guarded by this; made by the first
  private boolean over; // guarded by this

  /**
   * None yet.
   *
   * @param awaited told of the first, once
   * @param most how many may wait; those beyond that are answered with 503
   */
  WaitingRequests(Runnable awaited, int most) {
    this.awaited = awaited;
    this.most = most;
  }

  @Override
  public boolean takes(Exchange exchange) {
    boolean first;
    boolean crowded;
    synchronized (this) {
      if (over) {
        return false;
      }
      first = queue == null;
      Queue<Exchange> all = queue == null ? new ArrayDeque<>() : queue;
      queue = all;
      crowded = all.size() == most;
      if (!crowded) {
        forgetApp(exchange.request());
        all.add(exchange);
      }
    }
    if (crowded) {
      return CROWDED.takes(exchange);
    }
    if (first) {
      awaited.run();
    }
    return true;
  }

  /** The connection may hold on still to the app that has answered last on it, which is to go. */
  private static void forgetApp(Request request) {
    request.getComponents().getCache().clearAttributes();
  }

  /**
   * Takes no more.
   *
   * @return those that have waited, in their order
   */
  synchronized Collection<Exchange> end() {
    over = true;
    Collection<Exchange> waited = queue == null ? List.of() : queue;
    queue = null;
    return waited;
  }
}
