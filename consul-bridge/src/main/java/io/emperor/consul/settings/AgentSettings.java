package io.emperor.consul.settings;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How Consul is reached. Immutable.
 *
 * @param agents where the agents are, at least one, the preferred first
 * @param mode the consistency of every read that apps make
 * @param token where the ACL token comes from
 * @param tls how agents with {@code https} are talked to
 * @param basicAuth user and password for a proxy in front of the agent, or {@code null}
 */
public record AgentSettings(
    List<AgentAddress> agents,
    ConsistencyMode mode,
    TokenSource token,
    TlsSettings tls,
    @Nullable BasicAuth basicAuth) {

  /**
   * Copies the list, without what is in it twice.
   *
   * @throws IllegalArgumentException if there is no agent
   */
  public AgentSettings {
    agents = agents.stream().distinct().toList();
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(tls, "tls");
    if (agents.isEmpty()) {
      throw new IllegalArgumentException("no Consul agent is named");
    }
  }

  /**
   * The same agents for somebody else, who is neither given this one's token nor its certificate
   * nor its password.
   *
   * @param other the other one's token
   * @return the settings
   */
  public AgentSettings of(TokenSource other) {
    TlsSettings anonymous =
        new TlsSettings(tls.verify(), tls.caFile(), tls.caPath(), null, null, tls.serverName());
    return new AgentSettings(agents, mode, other, anonymous, null);
  }

  /**
   * One agent, everything else by default.
   *
   * @param agent where it is
   * @return the settings
   */
  public static AgentSettings of(AgentAddress agent) {
    return new AgentSettings(
        List.of(agent), ConsistencyMode.DEFAULT, TokenSource.none(), TlsSettings.defaults(), null);
  }
}
