package io.emperor.consul.app;

import io.emperor.api.ConsulException;
import io.emperor.api.UserEvent;
import java.util.function.Consumer;

/** What carries apps' events in Consul's place. Safe for use by many threads. */
public interface EventCarrier {

  /**
   * Publishes an event. Not repeated by itself.
   *
   * @throws ConsulException if it can't be published
   */
  void publish(String name, byte[] payload);

  /**
   * Tells of events that are published from now on.
   *
   * @param name the events' name
   * @param listener takes one after another; does not block
   * @return ends it
   */
  Runnable hear(String name, Consumer<UserEvent> listener);
}
