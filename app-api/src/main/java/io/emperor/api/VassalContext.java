package io.emperor.api;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the emperor gives to an app when it starts it. Safe for use by many threads, valid until
 * {@link Vassal#stop} has returned.
 */
public interface VassalContext {

  /**
   * The vassal's name: the app's or the configuration's file name without its ending.
   *
   * @return the name, unique within the emperor
   */
  String name();

  /**
   * The ID under which this app is registered with the Consul agent.
   *
   * @return the service ID, unique within the agent; unchanged by a reload
   */
  String serviceId();

  /**
   * Which load of the app this is.
   *
   * @return 1 for the first since the vassal appeared, then one more with every reload and every
   *     attempt to start
   */
  int generation();

  /**
   * A directory of the vassal's own for what has to outlive a reload or a restart of the emperor.
   * It is created by this call when it does not exist, and never emptied by the emperor.
   *
   * @return the absolute path of an existing directory
   * @throws java.io.UncheckedIOException if it can't be created
   */
  Path dataDirectory();

  /**
   * The {@code settings} map of the vassal's configuration.
   *
   * @return keys to values, in the file's order, unmodifiable; empty when nothing was configured
   */
  Map<String, String> settings();

  /**
   * The cluster as this app sees it: the same object that answers the static methods of {@link
   * Consul}.
   *
   * @return the object; its calls fail with {@link IllegalStateException} once the app is unloaded
   */
  ConsulApi consul();

  /**
   * Which instance of the vassal this is, where its configuration asks for {@code instances} in the
   * fleet.
   *
   * @return the slot, from 0; empty for a vassal without instances
   */
  default OptionalInt instance() {
    return OptionalInt.empty();
  }

  /**
   * The lease on this instance's slot, whose fence others can be shown. It is the emperor's to give
   * back: {@link Lease#close} does nothing. Other than the lease on a name it can be held again
   * after it was not, when the emperor was cut off from Consul for a while and nobody has taken
   * over: {@link Lease#onLost} tells of a loss for good.
   *
   * @return empty for a vassal without instances
   */
  default Optional<Lease> lease() {
    return Optional.empty();
  }

  /**
   * Asks for one more instance of this vassal in the fleet, where its configuration gives a range,
   * {@code instances: 1-5}: to be called by an instance that has more to do than it can, as long as
   * that lasts. One more is started at most in each {@code reschedule-delay}, up to the upper
   * bound, on whichever emperor may run it; what is asked before that counts as asked, and starts
   * none. Once no instance has asked for {@code idle-timeout}, the newest goes, after another the
   * one before it, down to the lower bound.
   *
   * <p>Returns at once, never throws, and costs next to nothing: it can be called for every
   * request; at most one call a second goes on. It is a wish: Consul may be out of reach, or no
   * emperor able to run one more. Without a fleet, and for a vassal without a range of instances,
   * it has no effect, which the log says once.
   */
  default void reinforce() {}

  /**
   * Serves HTTP requests with a servlet, from the moment {@link Vassal#start} has returned. The
   * servlet may be asynchronous. An app that never calls this is a worker: it is registered without
   * a port, unless {@code consul-service-port} is configured because the app listens there by
   * itself.
   *
   * @param pathSpec a servlet path specification: {@code /*}, {@code /api/*}, {@code *.txt}, {@code
   *     /exact}
   * @param servlet the servlet; initialized before the app is registered, destroyed after {@link
   *     Vassal#stop}
   * @throws IllegalStateException if {@link Vassal#start} has returned already
   * @throws IllegalArgumentException if the path specification is none, or already taken
   */
  void serve(String pathSpec, Servlet servlet);
}
