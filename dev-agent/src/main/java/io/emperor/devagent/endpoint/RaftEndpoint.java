package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.ReadOptions;
import java.util.List;

/** Which servers vote: this agent alone. */
final class RaftEndpoint {

  private final AgentIdentity self;

  RaftEndpoint(AgentIdentity self) {
    this.self = self;
  }

  List<Route> routes() {
    return List.of(Route.get("operator/raft/configuration", this::configuration));
  }

  private Reply configuration(ApiRequest request) {
    ReadOptions.of(request.query());
    request.requireOwnDatacenter();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode server = json.putArray("Servers").addObject();
    server.put("ID", self.nodeId()).put("Node", self.nodeName());
    server.put("Address", self.server()).put("Leader", true);
    server.put("ProtocolVersion", "3").put("Voter", true);
    return Answer.json(json.put("Index", 0));
  }
}
