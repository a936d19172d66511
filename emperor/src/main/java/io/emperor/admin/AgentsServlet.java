package io.emperor.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.AgentView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v1/agents}: the Consul agents, and which one is used. */
final class AgentsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Supplier<List<AgentView>> agents;

  AgentsServlet(Gate gate, Supplier<List<AgentView>> agents) {
    super(gate);
    this.agents = agents;
  }

  /** An agent as the API shows it. */
  private record OneAgent(
      @JsonProperty String address,
      @JsonProperty @Nullable String node,
      @JsonProperty boolean inUse,
      @JsonProperty String state,
      @JsonProperty boolean reachable,
      @JsonProperty @Nullable String lastContact,
      @JsonProperty List<String> services,
      @JsonProperty String trouble) {

    static OneAgent of(AgentView agent) {
      return new OneAgent(
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

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    Json.send(response, 200, agents.get().stream().map(OneAgent::of).toList());
  }
}
