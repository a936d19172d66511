package io.emperor.vassal.status;

/** Is told of every change of every vassal, on the vassals' own queues: it must not block. */
public interface VassalWatcher {

  /**
   * What is known of a vassal has changed.
   *
   * @param now what is known since
   */
  void changed(VassalStatus now);

  /**
   * A vassal is gone: its files are, or the emperor ends.
   *
   * @param name the vassal's name
   */
  void gone(String name);

  /** A service of a vassal has been registered, or deregistered. */
  default void told(ServiceEvent event) {}
}
