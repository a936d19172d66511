package io.emperor.consul.registration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a service is registered: at one agent, and perhaps still at others that were gone when it
 * left them. Changed by the service's writer alone, apart from {@link #alsoAt} and {@link
 * #maintained}.
 */
final class Placement {

  private final Map<AgentConnection, String> left = new ConcurrentHashMap<>(); // to its ID there
  private volatile AgentConnection connection;
  private volatile boolean tried;
  private volatile boolean confirmed;
  private volatile boolean maintained;

  Placement(AgentConnection connection) {
    this.connection = connection;
  }

  AgentConnection connection() {
    return connection;
  }

  /** Whether the agent has confirmed the registration, so that there is a check to send to. */
  boolean isConfirmed() {
    return confirmed;
  }

  /** From now on a registration may have reached the agent. */
  void tried() {
    tried = true;
  }

  void confirmed() {
    confirmed = true;
  }

  /** Whether the agent has the service in maintenance mode, as far as is known. */
  boolean isMaintained() {
    return maintained;
  }

  void maintained(boolean now) {
    maintained = now;
  }

  void removed() {
    tried = false;
    confirmed = false;
    maintained = false;
  }

  void moveTo(AgentConnection next, String id) {
    if (tried) {
      left.put(connection, id);
    }
    removed();
    left.remove(next);
    connection = next;
  }

  /** Something of this service was seen at an agent that it is not registered at. */
  void alsoAt(AgentConnection other, String id) {
    left.put(other, id);
  }

  boolean isLeftAt(AgentConnection other) {
    return left.containsKey(other);
  }

  /** Where it may still be, and under which ID. */
  Map<AgentConnection, String> left() {
    return Map.copyOf(left);
  }

  void cleaned(AgentConnection other) {
    left.remove(other);
  }
}
