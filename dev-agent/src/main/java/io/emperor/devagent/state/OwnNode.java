package io.emperor.devagent.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Node;
import io.emperor.devagent.model.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a real agent enters about itself into its catalog. */
final class OwnNode {

  private OwnNode() {}

  static void enter(State state, AgentIdentity self) {
    String name = self.nodeName();
    Map<String, String> addresses = new TreeMap<>();
    for (String kind : List.of("lan", "lan_ipv4", "wan", "wan_ipv4")) {
      addresses.put(kind, self.host());
    }
    Map<String, String> meta = new TreeMap<>();
    meta.put("consul-network-segment", "");
    if (self.profile().isModern()) {
      meta.put("consul-version", self.profile().version());
    }
    long index = state.next();
    Catalog catalog = state.catalog();
    catalog.ensureNode(index, new Node(self.nodeId(), name, self.host(), null, null, 0, 0));
    catalog.ensureService(index, consul(self));
    catalog.ensureCheck(index, alive(name));
    catalog.ensureNode(
        state.next(), new Node(self.nodeId(), name, self.host(), addresses, meta, 0, 0));
  }

  private static Service consul(AgentIdentity self) {
    Map<String, String> meta = new TreeMap<>();
    meta.put("non_voter", "false");
    meta.put("raft_version", "3");
    meta.put("serf_protocol_current", "2");
    meta.put("serf_protocol_max", "5");
    meta.put("serf_protocol_min", "1");
    meta.put("version", self.profile().version());
    return new Service(
        self.nodeName(),
        "consul",
        "consul",
        List.of(),
        "",
        Map.of(),
        meta,
        AgentIdentity.SERVER_PORT,
        Service.Weights.EVEN,
        false,
        0,
        0);
  }

  private static Check alive(String node) {
    return new Check(
        node,
        "serfHealth",
        "Serf Health Status",
        Check.PASSING,
        "",
        "Agent alive and reachable",
        "",
        "",
        List.of(),
        "",
        JsonNodeFactory.instance.objectNode(),
        0,
        0);
  }
}
