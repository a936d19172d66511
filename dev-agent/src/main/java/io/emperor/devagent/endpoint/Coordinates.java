package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.ReadOptions;
import java.math.BigDecimal;
import java.util.List;

/** How far the nodes are from each other: there is one, in the middle of everything. */
final class Coordinates {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DIMENSIONS = 8;

  private final AgentIdentity self;

  Coordinates(AgentIdentity self) {
    this.self = self;
  }

  List<Route> routes() {
    return List.of(
        Route.get("coordinate/datacenters", request -> datacenters()),
        Route.get("coordinate/nodes", this::nodes).withMeta(),
        Route.get("coordinate/node/", this::node).withMeta());
  }

  /** Where the agent is. */
  static ObjectNode origin() {
    ObjectNode json = JSON.objectNode();
    ArrayNode vector = json.putArray("Vec");
    for (int i = 0; i < DIMENSIONS; i++) {
      vector.add(0);
    }
    return json.put("Error", new BigDecimal("1.5"))
        .put("Adjustment", 0)
        .put("Height", new BigDecimal("0.00001"));
  }

  private ArrayNode own() {
    ObjectNode json = JSON.objectNode().put("Node", self.nodeName()).put("Segment", "");
    json.set("Coord", origin());
    return JSON.arrayNode().add(json);
  }

  private Reply datacenters() {
    ObjectNode json = JSON.objectNode();
    json.put("Datacenter", AgentIdentity.DATACENTER).put("AreaID", "wan");
    json.set("Coordinates", own());
    return Answer.json(JSON.arrayNode().add(json));
  }

  private Reply nodes(ApiRequest request) {
    ReadOptions options = options(request);
    return read(options, Answer.json(ofOwnSegment(request) ? own() : JSON.arrayNode()));
  }

  private Reply node(ApiRequest request) {
    ReadOptions options = options(request);
    boolean known = ofOwnSegment(request) && request.rest().equals(self.nodeName());
    return known ? read(options, Answer.json(own())) : Answer.empty(404);
  }

  private static boolean ofOwnSegment(ApiRequest request) {
    return request.query().first("segment").isEmpty();
  }

  private static ReadOptions options(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    request.requireOwnDatacenter();
    return options;
  }

  /** Nothing ever moves: who waits for that waits for as long as it wants to. */
  private static Reply read(ReadOptions options, Answer answer) {
    return BlockingRead.of(
        options, changes -> false, state -> state.catalog().indexes().nodes(), state -> answer);
  }
}
