package io.emperor.admin;

import io.emperor.admin.view.AgentEntry;
import io.emperor.admin.view.Json;
import io.emperor.consul.http.AgentView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** {@code /v1/agents}: the Consul agents, and which one is used. */
final class AgentsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Supplier<List<AgentView>> agents;

  AgentsServlet(Gate gate, Supplier<List<AgentView>> agents) {
    super(gate);
    this.agents = agents;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    Json.send(request, response, 200, AgentEntry.of(agents.get()));
  }
}
