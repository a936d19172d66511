package io.emperor.serf;

/** Hears who answers a query. It is called by one thread, one call at a time. */
public interface QueryListener {

  /**
   * Somebody has heard the query.
   *
   * @param node its name: text from outside
   */
  default void acknowledged(String node) {}

  /**
   * Somebody has answered it.
   *
   * @param node its name: text from outside
   * @param payload any bytes
   */
  void answered(String node, byte[] payload);
}
