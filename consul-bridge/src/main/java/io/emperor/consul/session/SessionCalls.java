package io.emperor.consul.session;

import io.emperor.api.ConsulException;
import java.time.Duration;
import java.util.Optional;

/** What keeping a session alive asks of Consul. */
interface SessionCalls {

  /**
   * Renews a session.
   *
   * @param ttl its TTL as known so far
   * @return its TTL as Consul says now; empty if Consul does not know it any more
   * @throws ConsulException if Consul did not say
   */
  Optional<Duration> renew(String id, Duration ttl);

  /**
   * Destroys a session, if it exists.
   *
   * @throws ConsulException if that can't be done
   */
  void destroy(String id);
}
