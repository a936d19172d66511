package io.emperor.consul.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What waits to be written with a renewal, in the order in which it came. Thread safe. */
public final class Claims {

  /** Consul takes 512 KB by default, of which a third is lost to the encoding. */
  private static final int MOST_BYTES = 128 * 1024;

  private final Deque<Claim> waiting = new ArrayDeque<>();

  public synchronized void add(Claim claim) {
    waiting.addLast(claim);
  }

  public synchronized boolean isEmpty() {
    waiting.removeIf(Claim::isOver);
    return waiting.isEmpty();
  }

  /**
   * Takes as many as have room, and at least one: a transaction that is too large would be refused,
   * and the renewal with it.
   *
   * @param room operations that may be taken
   */
  public synchronized List<Claim> take(int room, LeaseHold hold) {
    waiting.removeIf(Claim::isOver);
    List<Claim> taken = new ArrayList<>();
    int operations = 0;
    int bytes = 0;
    while (!waiting.isEmpty()) {
      List<Operation> next = waiting.peekFirst().operations(hold);
      operations += Math.max(1, next.size());
      bytes += next.stream().mapToInt(Operation::size).sum();
      if (!taken.isEmpty() && (operations > room || bytes > MOST_BYTES)) {
        break;
      }
      taken.add(waiting.removeFirst());
    }
    return taken;
  }

  /** Gives back what was not settled, to be the next. */
  public synchronized void giveBack(List<Claim> unsettled) {
    for (int at = unsettled.size() - 1; at >= 0; at--) {
      if (!unsettled.get(at).isOver()) {
        waiting.addFirst(unsettled.get(at));
      }
    }
  }
}
