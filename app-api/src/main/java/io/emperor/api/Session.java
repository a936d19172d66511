package io.emperor.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Consul session as it was when it was read. Immutable. See Consul's <a
 * href="https://developer.hashicorp.com/consul/docs/dynamic-app-config/sessions">sessions</a>.
 *
 * @param id the session's ID
 * @param name its name for people; may be empty
 * @param node the name of the node it belongs to
 * @param lockDelay how long a lock that it lost stays closed for others
 * @param behavior what happens to keys it holds when it ends: {@code release} or {@code delete}
 * @param ttl the time after which it ends unless renewed, {@code null} for a session without one
 * @param checks the IDs of the node's checks that it depends on
 * @param createIndex the index at which it was created
 */
public record Session(
    String id,
    String name,
    String node,
    Duration lockDelay,
    String behavior,
    @Nullable Duration ttl,
    List<String> checks,
    long createIndex) {

  /** Copies the checks. */
  public Session {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(lockDelay, "lockDelay");
    Objects.requireNonNull(behavior, "behavior");
    checks = List.copyOf(checks);
  }
}
