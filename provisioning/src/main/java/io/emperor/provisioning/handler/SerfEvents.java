package io.emperor.provisioning.handler;

/** Takes what serf tells. Safe for use by many threads. */
public interface SerfEvents {

  /**
   * Takes an event. A query is taken when it has been answered; other events may be taken before
   * their handlers have run.
   *
   * @return the answer to a query, no longer than serf lets through; empty if there is none, and
   *     for all else. If the thread was interrupted it is empty, and the thread's interrupt is set
   *     again
   */
  byte[] take(SerfEvent event);
}
