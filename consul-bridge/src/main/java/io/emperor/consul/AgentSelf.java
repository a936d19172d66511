package io.emperor.consul;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.common.net.InetAddresses;
import io.emperor.api.ConsulException;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRoute;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent says of itself, before there is a bridge to it. */
public final class AgentSelf {

  private static final Logger log = LoggerFactory.getLogger(AgentSelf.class);

  private static final TypeReference<Self> SELF = new TypeReference<>() {};

  private AgentSelf() {}

  private record Self(@Nullable Member member) {}

  private record Member(@Nullable String addr) {}

  /**
   * Asks the preferred agent for the address that it has for others, which Consul gives to services
   * that have none of their own. Blocks for four seconds at most.
   *
   * @return the address; empty if the agent does not answer, or not to this token, which needs
   *     {@code agent:read}
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static Optional<InetAddress> address(AgentSettings settings) {
    BridgeContext context = BridgeContext.ofMachine(new Meters(new CompositeMeterRegistry()));
    AgentRoute route = AgentRoute.only(settings.agents().get(0));
    try (AgentHttp http = AgentHttp.sessions(settings, route, context)) {
      Self self = http.read("asking the agent for itself", http.url("agent", "self").build(), SELF);
      return Optional.ofNullable(self.member())
          .flatMap(member -> Optional.ofNullable(member.addr()))
          .filter(InetAddresses::isInetAddress)
          .map(InetAddresses::forString);
    } catch (ConsulException e) {
      log.debug("the agent's own address is not known", e);
      return Optional.empty();
    }
  }
}
