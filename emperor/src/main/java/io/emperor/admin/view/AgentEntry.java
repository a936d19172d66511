package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.http.AgentView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Consul agent as the API shows it: what is not known is {@code null}.
 *
 * @param address where its HTTP API is
 * @param node the name of its node
 * @param inUse whether reads are asked of it first
 * @param state how it is, see {@link AgentView.State}
 * @param reachable whether nothing is known to be wrong with it
 * @param lastContact when it last said anything, in ISO 8601
 * @param services the IDs of the services that are registered with it
 * @param trouble what is wrong and what to do; may be empty
 */
public record AgentEntry(
    @JsonProperty String address,
    @JsonProperty @Nullable String node,
    @JsonProperty boolean inUse,
    @JsonProperty String state,
    @JsonProperty boolean reachable,
    @JsonProperty @Nullable String lastContact,
    @JsonProperty List<String> services,
    @JsonProperty String trouble) {

  public static List<AgentEntry> of(List<AgentView> agents) {
    return agents.stream().map(AgentEntry::of).toList();
  }

  private static AgentEntry of(AgentView agent) {
    return new AgentEntry(
        agent.address().toString(),
        agent.nodeName(),
        agent.reads(),
        agent.state().name().toLowerCase(Locale.ROOT),
        agent.trouble().isEmpty(),
        agent.lastContact() == null ? null : agent.lastContact().toString(),
        agent.services(),
        agent.trouble());
  }
}
