package io.emperor.provisioning.update;

/** Sends updates to the nodes. */
@FunctionalInterface
public interface Publisher {

  /**
   * Sends an update; returns when it is on its way, which says nothing of its arrival.
   *
   * @throws UpdateException if it is not, and sending it again may do
   * @throws InterruptedException if the thread was interrupted; it may be on its way
   */
  void publish(ConfigUpdate update) throws InterruptedException;
}
