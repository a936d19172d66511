package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An emperor as the API shows it.
 *
 * @param name its name
 * @param version its version
 * @param fleet the fleet it belongs to
 * @param since when it began to run, in ISO 8601
 * @param admin where its endpoint is, {@code http://HOST:PORT}
 * @param agents its Consul agents, the preferred first
 */
public record EmperorView(
    @JsonProperty String name,
    @JsonProperty String version,
    @JsonProperty String fleet,
    @JsonProperty String since,
    @JsonProperty String admin,
    @JsonProperty List<AgentEntry> agents) {

  public static EmperorView of(EmperorIdentity identity, String admin, List<AgentEntry> agents) {
    return new EmperorView(
        identity.name(),
        identity.version(),
        identity.fleet(),
        identity.since().toString(),
        admin,
        agents);
  }
}
