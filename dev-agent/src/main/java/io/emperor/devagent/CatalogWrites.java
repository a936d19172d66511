package io.emperor.devagent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registrations past the agent, straight into the catalog. */
final class CatalogWrites {

  private static final String UNREADABLE = "Request decode failed: ";
  private static final List<String> DEFINITION =
      List.of(
          "Interval",
          "Timeout",
          "DeregisterCriticalServiceAfter",
          "HTTP",
          "Header",
          "Method",
          "Body",
          "TLSSkipVerify",
          "TCP");
  private static final GoStruct SERVICE =
      new GoStruct("NodeService", "structs.NodeService", true)
          .with(GoScalar.STRING, "Kind", "ID", "Service", "Address", "Namespace")
          .with(GoList.STRINGS, "Tags")
          .with(GoMap.STRINGS, "Meta")
          .with(ServiceRequest.ADDRESSES, "TaggedAddresses")
          .with(ServiceRequest.WEIGHTS, "Weights")
          .with(GoScalar.INT, "Port")
          .with(GoScalar.UINT64, "CreateIndex", "ModifyIndex")
          .with(GoScalar.BOOL, "EnableTagOverride")
          .with(GoScalar.ANY, "Proxy", "Connect");
  private static final GoStruct CHECK =
      new GoStruct("HealthCheck", "structs.HealthCheck", true)
          .with(GoScalar.STRING, "Node", "Name", "Status", "Notes", "Output", "Type")
          .with(GoWord.CHECK_ID, "CheckID")
          .with(GoScalar.STRING, "ServiceID", "ServiceName", "Namespace")
          .with(GoList.STRINGS, "ServiceTags")
          .with(GoScalar.UINT64, "CreateIndex", "ModifyIndex")
          .with(GoScalar.ANY, "Definition");
  private static final GoStruct REGISTER =
      new GoStruct("RegisterRequest", "structs.RegisterRequest", true)
          .with(GoScalar.STRING, "Datacenter", "Node", "Address", "Token")
          .with(new GoWord("types.NodeID"), "ID")
          .with(GoMap.STRINGS, "TaggedAddresses", "NodeMeta")
          .with(SERVICE, "Service")
          .with(CHECK, "Check")
          .with(new GoList(CHECK, "structs.HealthChecks"), "Checks")
          .with(GoScalar.BOOL, "SkipNodeUpdate")
          .with(GoScalar.ANY, "WriteRequest");
  private static final GoStruct DEREGISTER =
      new GoStruct("", "struct { Address string; *structs.Alias }", true)
          .with(GoScalar.STRING, "Datacenter", "Node", "Address", "ServiceID")
          .with(GoWord.CHECK_ID, "CheckID")
          .with(GoScalar.STRING, "Namespace", "Token")
          .with(GoScalar.ANY, "WriteRequest");

  private final Store store;

  CatalogWrites(Store store) {
    this.store = store;
  }

  List<Route> routes() {
    return List.of(
        Route.put("catalog/register", this::register),
        Route.put("catalog/deregister", this::deregister));
  }

  private static void requireOwnDatacenter(Ask ask, Fields fields) {
    String named = fields.text("Datacenter");
    Ask.requireOwnDatacenter(named.isEmpty() ? ask.query().first("dc") : named);
  }

  private Reply register(Ask ask) {
    ask.refuseNamespace();
    Fields fields = REGISTER.decode(ask.body(), UNREADABLE);
    requireOwnDatacenter(ask, fields);
    Node node = node(fields);
    Fields service = fields.struct("Service");
    Service wanted = service == null ? null : service(node.name(), service);
    List<Fields> checks = new ArrayList<>(fields.structs("Checks"));
    Fields single = fields.struct("Check");
    if (single != null) {
      checks.add(single);
    }
    List<Check> wantedChecks = checks.stream().map(check -> check(node.name(), check)).toList();
    store.with(
        state -> {
          Catalog catalog = state.catalog();
          state.room().require(Weight.of(ask.body()));
          long index = state.next();
          wantedChecks.forEach(check -> requireService(catalog, wanted, check));
          if (!fields.flag("SkipNodeUpdate") || catalog.node(node.name()) == null) {
            catalog.ensureNode(index, node);
          }
          if (wanted != null) {
            catalog.ensureService(index, wanted);
          }
          wantedChecks.forEach(check -> catalog.ensureCheck(index, check));
          return true;
        });
    return Answer.json(BooleanNode.TRUE);
  }

  /** Before anything is written: all of a registration counts, or nothing of it. */
  private static void requireService(Catalog catalog, @Nullable Service wanted, Check check) {
    String id = check.serviceId();
    boolean comes = wanted != null && wanted.id().equals(id);
    if (!id.isEmpty() && !comes && catalog.service(check.node(), id) == null) {
      throw HttpError.refused(
          "failed inserting check: Missing service registration on node "
              + GoText.quote(check.node()));
    }
  }

  private static Node node(Fields fields) {
    String name = fields.text("Node");
    if (name.isEmpty()) {
      throw HttpError.refused("Must provide node");
    }
    if (fields.text("Address").isEmpty() && !fields.flag("SkipNodeUpdate")) {
      throw HttpError.refused("Must provide address if SkipNodeUpdate is not set");
    }
    String id = fields.text("ID");
    if (!id.isEmpty() && id.length() != 36) {
      throw HttpError.refused("Bad node ID: uuid string is wrong length");
    }
    Map<String, String> addresses = fields.textMap("TaggedAddresses");
    return new Node(id, name, fields.text("Address"), addresses, fields.textMap("NodeMeta"), 0, 0);
  }

  private static Service service(String node, Fields fields) {
    ServiceRequest.refuseMesh(fields);
    String name = fields.text("Service");
    String id = fields.text("ID").isEmpty() ? name : fields.text("ID");
    if (id.isEmpty()) {
      throw HttpError.refused(
          "failed inserting service: failed inserting service: object missing primary index");
    }
    if (name.isEmpty()) {
      throw HttpError.refused("Must provide service name with ID");
    }
    return new Service(
        node,
        id,
        name,
        fields.texts("Tags"),
        fields.text("Address"),
        ServiceRequest.addresses(fields),
        fields.textMap("Meta"),
        fields.number("Port"),
        weights(fields.struct("Weights")),
        fields.flag("EnableTagOverride"),
        0,
        0);
  }

  private static Service.Weights weights(@Nullable Fields fields) {
    if (fields == null || fields.number("Passing") + fields.number("Warning") == 0) {
      return Service.Weights.EVEN;
    }
    return new Service.Weights(fields.number("Passing"), fields.number("Warning"));
  }

  private static Check check(String node, Fields fields) {
    String other = fields.text("Node");
    if (!other.isEmpty() && !other.equals(node)) {
      throw HttpError.refused(
          "check node %s does not match node %s"
              .formatted(GoText.quote(other), GoText.quote(node)));
    }
    String id = fields.text("CheckID").isEmpty() ? fields.text("Name") : fields.text("CheckID");
    if (id.isEmpty()) {
      throw HttpError.refused(
          "failed inserting check: failed inserting check: object missing primary index on node "
              + GoText.quote(node));
    }
    String status = fields.text("Status");
    ObjectNode definition = definition(fields.json("Definition"));
    return new Check(
        node,
        id,
        fields.text("Name"),
        status.isEmpty() ? Check.CRITICAL : status,
        fields.text("Notes"),
        fields.text("Output"),
        fields.text("ServiceID"),
        fields.text("ServiceName"),
        fields.texts("ServiceTags"),
        type(fields.text("Type"), definition),
        definition,
        0,
        0);
  }

  private static ObjectNode definition(@Nullable JsonNode given) {
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    if (given != null) {
      for (String name : DEFINITION) {
        JsonNode value = given.get(name);
        if (value != null && !value.isNull() && !value.asText("x").isEmpty()) {
          definition.set(name, value);
        }
      }
    }
    return definition;
  }

  private static String type(String given, ObjectNode definition) {
    if (!given.isEmpty()) {
      return given;
    }
    return definition.has("HTTP") ? "http" : definition.has("TCP") ? "tcp" : "";
  }

  private Reply deregister(Ask ask) {
    ask.refuseNamespace();
    Fields fields = DEREGISTER.decode(ask.body(), UNREADABLE);
    requireOwnDatacenter(ask, fields);
    String node = fields.text("Node");
    if (node.isEmpty()) {
      throw HttpError.refused("Must provide node");
    }
    store.with(
        state -> {
          long index = state.next();
          if (!fields.text("ServiceID").isEmpty()) {
            state.catalog().deleteService(index, node, fields.text("ServiceID"));
          } else if (!fields.text("CheckID").isEmpty()) {
            state.catalog().deleteCheck(index, node, fields.text("CheckID"));
          } else {
            state.catalog().deleteNode(index, node);
          }
          return true;
        });
    return Answer.json(BooleanNode.TRUE);
  }
}
