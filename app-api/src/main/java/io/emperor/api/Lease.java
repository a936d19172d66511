package io.emperor.api;

import java.time.Duration;

/**
 * A name in the fleet that the app has, see {@link ConsulApi#register(String, String)}. Nobody else
 * has it as long as {@link #held} says {@code true}; whatever was lost stays lost, and a name that
 * is registered again comes with another lease. Safe for use by many threads; no method but {@link
 * #close} waits.
 *
 * <p>A lease counts by the clock of its own machine, from the moment at which the emperor's last
 * renewal that Consul acknowledged was sent: it ends by itself when Consul is out of reach for the
 * emperor's {@code --renew-deadline}, also while a paused process or a suspended machine could not
 * notice that. What must not be written by two is written with {@link ConsulApi#set(Lease, String,
 * byte[], Long)}, or hands {@link #fence} to a store that compares it: between a look at {@link
 * #held} and what follows it, any amount of time may pass. As the leases of <a
 * href="https://kubernetes.io/docs/concepts/architecture/leases/">Kubernetes</a> it rests on clocks
 * that run at about the same speed, never on what time they show.
 */
public interface Lease extends AutoCloseable {

  /**
   * The name.
   *
   * @return as it was registered
   */
  String name();

  /**
   * The fencing token: it grows with every change of the name's holder.
   *
   * @return the modify index of the name's key in Consul, above 0; the same for as long as this
   *     lease is held
   */
  long fence();

  /**
   * Whether the name is certainly the app's own at this moment.
   *
   * @return {@code false} once the lease was lost or closed, and ever after
   */
  boolean held();

  /**
   * How long the lease is held if nothing renews it from now on.
   *
   * @return the time left, zero once it was lost or closed
   */
  Duration remaining();

  /**
   * Does nothing while the lease is held.
   *
   * @throws LeaseLostException if it was lost or closed
   */
  void check();

  /**
   * Has something run once when the lease is lost; at once if it is lost already. It does not run
   * for a lease that is closed.
   *
   * @param task run on a thread of the app's; what it throws is written to the log
   */
  void onLost(Runnable task);

  /**
   * Gives the name back: it is free, or somebody else's, within a second if Consul answers. A newer
   * registration of the same name is never removed. Further calls do nothing. Waits two seconds for
   * Consul at most and throws nothing: what Consul did not confirm by then is removed later.
   */
  @Override
  void close();
}
