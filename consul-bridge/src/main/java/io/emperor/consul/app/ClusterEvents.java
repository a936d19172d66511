package io.emperor.consul.app;

import io.emperor.api.ConsulException;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.consul.http.AgentHttp;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Consul's user events as the emperor itself tells and hears them, and what carries those of apps.
 * Safe for use by many threads.
 */
public final class ClusterEvents {

  private final AgentHttp http;
  private final UserEvents events;
  private final ContinuousReads continuous;
  private volatile @Nullable EventCarrier carrier;

  /** Asks nothing yet. */
  public ClusterEvents(AgentHttp http, ContinuousReads continuous) {
    this.http = http;
    this.continuous = continuous;
    events = new UserEvents(http, Optional.empty());
  }

  /**
   * Publishes an event with Consul. Not repeated by itself.
   *
   * @return its ID
   * @throws ConsulException if it can't be published
   */
  public String publish(String name, byte[] payload) {
    return events.publish(name, payload);
  }

  /**
   * Tells of Consul's events that are published once the agent has answered, each once. Does not
   * wait.
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

  /** Has something else than Consul carry the events of apps that are made from now on. */
  public void carryAppsBy(EventCarrier instead) {
    carrier = instead;
  }

  /** The events of an app. */
  public UserEvents ofApps() {
    return new UserEvents(http, Optional.ofNullable(carrier));
  }
}
