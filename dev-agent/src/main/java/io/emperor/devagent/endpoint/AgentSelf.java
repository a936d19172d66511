package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.state.LocalCheck;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What the agent says about itself. */
final class AgentSelf {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int SERF_LAN = 8301;
  private static final int SERF_WAN = 8302;

  private final Store store;
  private final AgentIdentity self;
  private final InstantSource clock;

  AgentSelf(Store store, AgentIdentity self, InstantSource clock) {
    this.store = store;
    this.self = self;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("agent/self", this::self),
        Route.get("agent/members", this::members),
        Route.get("agent/metrics", this::metrics));
  }

  private Reply self(ApiRequest request) {
    ObjectNode json = JSON.objectNode();
    ObjectNode config = json.putObject("Config");
    config.put("Datacenter", AgentIdentity.DATACENTER).put("NodeName", self.nodeName());
    config.put("NodeID", self.nodeId()).put("Revision", self.profile().revision());
    config.put("Server", true);
    config.put("Version", self.profile().version());
    json.set("DebugConfig", debugConfig());
    json.set("Coord", Coordinates.origin());
    json.set("Member", member(false));
    json.set("Stats", stats());
    json.putObject("Meta").put("consul-network-segment", "");
    return Answer.json(json);
  }

  private ObjectNode debugConfig() {
    ObjectNode json = JSON.objectNode();
    json.put("ACLsEnabled", false).put("BindAddr", self.host());
    json.put("CheckOutputMaxSize", 4096).put("CheckUpdateInterval", "5m0s");
    json.putArray("ClientAddrs").add(self.host());
    json.put("Datacenter", AgentIdentity.DATACENTER).put("DefaultQueryTime", "5m0s");
    json.put("DevMode", true);
    json.putArray("HTTPAddrs").add("tcp://" + self.http());
    json.put("HTTPPort", self.port()).put("KVMaxValueSize", BodyLimit.VALUE.bytes());
    json.put("MaxQueryTime", "10m0s").put("NodeID", self.nodeId());
    json.put("NodeName", self.nodeName()).put("ServerMode", true);
    json.put("TxnMaxReqLen", BodyLimit.TRANSACTION.bytes())
        .put("Version", self.profile().version());
    return json;
  }

  private ObjectNode member(boolean wan) {
    ObjectNode json = JSON.objectNode();
    json.put("Name", self.nodeName() + (wan ? "." + AgentIdentity.DATACENTER : ""));
    json.put("Addr", self.host()).put("Port", wan ? SERF_WAN : SERF_LAN);
    ObjectNode tags = json.putObject("Tags");
    tags.put("acls", "0")
        .put("build", self.profile().version() + ":")
        .put("dc", AgentIdentity.DATACENTER);
    tags.put("ft_fs", "1").put("id", self.nodeId());
    tags.put("port", Integer.toString(AgentIdentity.SERVER_PORT)).put("raft_vsn", "3");
    tags.put("role", "consul").put("segment", "").put("vsn", "2");
    tags.put("vsn_max", "3").put("vsn_min", "2");
    if (!wan) {
      tags.put("wan_join_port", Integer.toString(SERF_WAN));
    }
    json.put("Status", 1).put("ProtocolMin", 1).put("ProtocolMax", 5).put("ProtocolCur", 2);
    return json.put("DelegateMin", 2).put("DelegateMax", 5).put("DelegateCur", 4);
  }

  private ObjectNode stats() {
    return store.with(
        state -> {
          ObjectNode json = JSON.objectNode();
          long ttls = state.local().localChecks().stream().filter(LocalCheck::hasTtl).count();
          ObjectNode agent = json.putObject("agent");
          agent.put("check_monitors", "0").put("check_ttls", Long.toString(ttls));
          agent.put("checks", Integer.toString(state.local().checks().size()));
          agent.put("services", Integer.toString(state.local().services().size()));
          ObjectNode build = json.putObject("build");
          build.put("prerelease", "").put("revision", "").put("version", self.profile().version());
          ObjectNode consul = json.putObject("consul");
          consul.put("acl", "disabled").put("bootstrap", "false");
          consul.put("known_datacenters", "1").put("leader", "true");
          consul.put("leader_addr", self.server()).put("server", "true");
          return json;
        });
  }

  private Reply members(ApiRequest request) {
    if (!List.of("", "_all").contains(request.query().first("segment"))) {
      throw HttpError.refused("Network segments are not supported in this version of Consul");
    }
    boolean wan = !request.query().first("wan").isEmpty();
    return Answer.json(JSON.arrayNode().add(member(wan)));
  }

  private Reply metrics(ApiRequest request) {
    if (request.query().first("format").equals("prometheus")) {
      String reason = "Prometheus is not enabled since its retention time is not positive";
      // Newer versions mean 415, too, but write it only with a body, and there is none.
      return self.profile().isModern()
          ? Answer.empty(200).with("X-Consul-Reason", reason)
          : Answer.text(415, reason);
    }
    ObjectNode json = JSON.objectNode();
    json.put(
        "Timestamp", TIMESTAMP.format(Instant.ofEpochSecond(clock.instant().getEpochSecond())));
    ArrayNode gauges = json.putArray("Gauges");
    Runtime runtime = Runtime.getRuntime();
    gauge(gauges, "alloc_bytes", runtime.totalMemory() - runtime.freeMemory());
    gauge(gauges, "sys_bytes", runtime.totalMemory());
    json.putArray("Points");
    json.putArray("Counters");
    json.putArray("Samples");
    return Answer.json(json);
  }

  private static void gauge(ArrayNode gauges, String name, long value) {
    gauges
        .addObject()
        .put("Name", "consul.runtime." + name)
        .put("Value", value)
        .putObject("Labels");
  }
}
