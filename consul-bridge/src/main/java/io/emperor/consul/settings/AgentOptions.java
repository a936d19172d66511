package io.emperor.consul.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about Consul, word by word; {@code null} where it says nothing.
 *
 * @param agents {@code --consul-agent}: addresses as {@link AgentAddress#parse} reads them, each
 *     word may hold several with commas between
 * @param mode {@code --consul-consistency-mode}: {@code default}, {@code consistent} or {@code
 *     stale}
 * @param token {@code --consul-token}
 * @param tokenFile {@code --consul-token-file}: a path
 * @param agentFile {@code --consul-agent-file}: a path
 */
public record AgentOptions(
    @Nullable List<String> agents,
    @Nullable String mode,
    @Nullable String token,
    @Nullable String tokenFile,
    @Nullable String agentFile) {

  /**
   * A command line that says nothing about Consul.
   *
   * @return the options
   */
  public static AgentOptions none() {
    return new AgentOptions(null, null, null, null, null);
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "AgentOptions[agents=%s, mode=%s, tokenFile=%s, agentFile=%s]"
        .formatted(agents, mode, tokenFile, agentFile);
  }
}
