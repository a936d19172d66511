package io.emperor.api;

/**
 * An app that the emperor runs.
 *
 * <p>The emperor finds the implementation through {@link java.util.ServiceLoader}: the app's jar
 * names it in {@code META-INF/services/io.emperor.api.Vassal}. It needs a public constructor
 * without parameters. Every load and every reload makes a new instance in a class loader of its
 * own.
 *
 * <p><b>Threads.</b> {@link #start} and {@link #stop} are called once each and never at the same
 * time; {@link #health} is called between them, by one thread at a time, while servlets are being
 * served by others. All these calls come on threads that belong to this app: the thread's name
 * carries the vassal's name and its context class loader is the app's. They end when the app is
 * unloaded.
 */
public interface Vassal {

  /**
   * Makes the app ready. The app is registered in Consul after this method returned, so nobody
   * discovers it any earlier.
   *
   * @param context the app's view of the emperor; valid until {@link #stop} has returned
   * @throws Exception if the app can't start. It is then unloaded, the message becomes the reason
   *     that operators see, and the start is tried again after a growing delay
   * @implSpec Must return within {@code start-timeout} (60 s unless configured); its thread is
   *     interrupted then.
   */
  void start(VassalContext context) throws Exception;

  /**
   * Ends the app: called after its service was deregistered and requests in flight have finished,
   * or after {@link #start} failed.
   *
   * @throws Exception if something could not be ended properly; it is logged, and the app is
   *     unloaded all the same
   * @implSpec Must return within {@code stop-timeout} (30 s unless configured); its thread is
   *     interrupted then. Threads that the app started must have ended when it returns.
   */
  default void stop() throws Exception {}

  /**
   * Tells how the app is. What it answers becomes the status and the output of the service's TTL
   * check.
   *
   * @return the app's health now, never {@code null}
   * @implSpec Called three times within {@code consul-check-ttl} (every 5 s unless configured). An
   *     answer that takes longer than that interval, and a thrown exception, count as critical.
   */
  default Health health() {
    return Health.passing();
  }
}
