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
        Route.get("status/leader", ask -> answer(ask, json.textNode(self.server()))),
        Route.get("status/peers", ask -> answer(ask, json.arrayNode().add(self.server()))));
  }

  private static Reply answer(ApiRequest ask, JsonNode json) {
    ask.requireOwnDatacenter();
    return Answer.json(json);
  }
}
