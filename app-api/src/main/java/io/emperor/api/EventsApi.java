package io.emperor.api;

import java.util.function.Consumer;

/**
 * Events that go to all apps of a datacenter which listen: Consul's user events, or serf's where
 * the emperor's {@code --membership} has a serf agent among its sources. Serf's have no ID, an
 * event with its name has 512 bytes with what serf adds, and all that is heard is what comes while
 * the agent is connected. A part of {@link ConsulApi}, whose rules hold for it.
 */
public interface EventsApi {

  /**
   * Publishes an event to the agent's datacenter, as Consul's {@code PUT /v1/event/fire/NAME}. It
   * goes from agent to agent by gossip: quick, to all, never stored, and in no order. Whoever is
   * away does not hear it. Never repeated by itself: after a failure, {@link
   * ConsulException#applied()} says whether it may have happened.
   *
   * @param event the event's name; no leading slash, and no {@code .} or {@code ..} as one of its
   *     segments
   * @param payload the event's bytes. An event has 512 bytes in Consul, in which its name stands
   *     twice: up to 1.21 a name of 14 letters leaves 388 for the payload; newer agents take about
   *     100
   * @return the event's ID; empty if serf carries it
   * @throws ConsulException if it can't be published; INVALID if it is too large
   */
  String publish(String event, byte[] payload);

  /**
   * Publishes an event with a text.
   *
   * @param event the event's name
   * @param payload the text, sent as UTF-8
   * @return the event's ID; empty if serf carries it
   * @throws ConsulException if it can't be published
   */
  String publish(String event, String payload);

  /**
   * Tells a listener of the events of one name that are published from now on, each once, those of
   * this app as well. Consul's agent keeps its last 256 events: when more come while nothing is
   * heard of it, those before them are lost. What an app must not miss stands in a key.
   *
   * <p>The listener runs on a thread of the app's, one call after another. What it throws is
   * logged, and it is told of the next event all the same.
   *
   * @param event the event's name
   * @param listener takes each event
   * @return the hold on it; closed by itself when the app is unloaded
   * @throws ConsulException if the name can't be one; never because Consul does not answer
   */
  Watch watchEvent(String event, Consumer<UserEvent> listener);
}
