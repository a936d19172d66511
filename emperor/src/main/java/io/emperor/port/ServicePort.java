package io.emperor.port;

import java.time.Duration;

/**
 * One open port of a vassal, which stays open while what is behind it is replaced or rests. Who
 * serves behind it is set by what the implementation has for that; then what waits is handed over,
 * in the order in which it came. Thread safe; no method blocks for longer than some milliseconds.
 */
public interface ServicePort extends AutoCloseable {

  /**
   * The port's number.
   *
   * @return 1 to 65535
   */
  int number();

  /**
   * Nobody serves from now on, and what comes waits, in its order, until somebody does: requests
   * where they are understood, else connections. What is under way is finished by who serves it;
   * connections on which nothing is are closed, a relayed one after a second in which nothing
   * followed what the program has said. So much waits and no more; what comes beyond that is turned
   * away.
   *
   * @param awaited told as soon as something waits, once until it is held again; on any thread, and
   *     must not block
   */
  void hold(Runnable awaited);

  /**
   * Nobody will serve soon: what waits, and what comes until it is held or served again, is
   * answered with 503 where it is a request by HTTP, and else closed.
   *
   * @param retryAfter when it may be worth another try, told by {@code Retry-After} in whole
   *     seconds, at least one
   */
  void turnAway(Duration retryAfter);

  /**
   * How long it has been since something was asked or answered through it.
   *
   * @return zero while a request is under way or waits; since somebody began to serve, or it was
   *     opened, if nothing was since
   */
  Duration idle();

  /** Nobody answers from now on, until the next one serves; open connections are closed. */
  void vacate();

  /** Asks the clients of connections to end them with the next answer, where there is a way to. */
  void leave();

  /** Takes no more connections; what is under way on open ones goes on. */
  void refuse();

  /** Closes the port and its connections, at once; who waits is turned away. */
  @Override
  void close();
}
