package io.emperor.consul.app;

import io.emperor.api.ConsulException;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import java.util.function.Consumer;

/**
 * Consul's user events as the emperor itself tells and hears them. Safe for use by many threads.
 */
public final class ClusterEvents {

  private final UserEvents events;
  private final ContinuousReads continuous;

  /** Asks nothing yet. */
  public ClusterEvents(UserEvents events, ContinuousReads continuous) {
    this.events = events;
    this.continuous = continuous;
  }

  /**
   * Publishes an event. Not repeated by itself.
   *
   * @return its ID
   * @throws ConsulException if it can't be published
   */
  public String publish(String name, byte[] payload) {
    return events.publish(name, payload);
  }

  /**
   * Tells of events that are published once the agent has answered, each once. Does not wait.
   *
   * @param name the events' name
   * @param listener runs on a thread of the bridge's that all such listeners share, so it must not
   *     block
   * @return the hold on it
   * @throws ConsulException if the name can't be one
   */
  public Watch watch(String name, Consumer<UserEvent> listener) {
    return continuous.watchEvents(name, listener);
  }

  /**
   * The same for events of any name.
   *
   * @param listener as above
   * @return the hold on it
   */
  public Watch watchAll(Consumer<UserEvent> listener) {
    return continuous.watchEvents(null, listener);
  }
}
