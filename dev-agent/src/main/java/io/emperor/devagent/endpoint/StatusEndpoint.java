package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.query.ApiRequest;
import java.util.List;

/** Who leads: always this agent. */
final class StatusEndpoint {

  private final AgentIdentity self;

  StatusEndpoint(AgentIdentity self) {
    this.self = self;
  }

  List<Route> routes() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return List.of(
        Route.get("status/leader", request -> answer(request, json.textNode(self.server()))),
        Route.get("status/peers", request -> answer(request, json.arrayNode().add(self.server()))));
  }

  private static Reply answer(ApiRequest request, JsonNode json) {
    request.requireOwnDatacenter();
    return Answer.json(json);
  }
}
