package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoList;
import io.emperor.devagent.golang.GoMap;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoStruct;
import io.emperor.devagent.golang.GoWord;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.Addresses;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.CheckDefinition;
import io.emperor.devagent.model.Node;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.state.Catalog;
import io.emperor.devagent.state.NodeNames;
import io.emperor.devagent.state.RegistrationRules;
import io.emperor.devagent.state.ServiceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registrations past the agent, straight into the catalog. */
final class CatalogWrites {

  private static final String UNREADABLE = "Request decode failed: ";
  private static final GoStruct SERVICE =
      new GoStruct("NodeService", "structs.NodeService", true)
          .with(GoScalar.STRING, "Kind", "ID", "Service", "Address")
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
          .with(GoScalar.STRING, "ServiceID", "ServiceName")
          .with(GoList.STRINGS, "ServiceTags")
          .with(GoScalar.UINT64, "CreateIndex", "ModifyIndex")
          .with(CheckDefinition.TYPE, "Definition");
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
          .with(GoScalar.STRING, "Token")
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

  private static Fields decode(GoStruct type, ApiRequest request) {
    try {
      return type.decode(request.body(), UNREADABLE);
    } catch (HttpError e) {
      boolean namespace = e.text().endsWith("unknown field \"Namespace\"");
      throw namespace ? HttpError.badRequest(e.text() + ApiRequest.NO_NAMESPACES) : e;
    }
  }

  private static void requireOwnDatacenter(ApiRequest request, Fields fields) {
    String named = fields.text("Datacenter");
    ApiRequest.requireOwnDatacenter(named.isEmpty() ? request.query().first("dc") : named);
  }

  private Reply register(ApiRequest request) {
    request.refuseNamespace();
    Fields fields = decode(REGISTER, request);
    requireOwnDatacenter(request, fields);
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
          state.limit().require(SizeEstimate.of(request.body()));
          long index = state.next();
          boolean writesNode = !fields.flag("SkipNodeUpdate") || catalog.node(node.name()) == null;
          if (writesNode) {
            NodeNames.require(catalog, node, catalog.nodeWithId(node.id()));
          }
          RegistrationRules.require(catalog, node.name(), wanted, wantedChecks);
          if (writesNode) {
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

  private static Node node(Fields fields) {
    String name = fields.text("Node");
    if (name.isEmpty()) {
      throw HttpError.refused("Must provide node");
    }
    if (fields.text("Address").isEmpty() && !fields.flag("SkipNodeUpdate")) {
      throw HttpError.refused("Must provide address if SkipNodeUpdate is not set");
    }
    String id = fields.text("ID");
    if (!id.isEmpty()) {
      Uuids.requireNode(id);
    }
    Map<String, String> addresses = fields.textMap("TaggedAddresses");
    return new Node(id, name, fields.text("Address"), addresses, fields.textMap("NodeMeta"), 0, 0);
  }

  private static Service service(String node, Fields fields) {
    ServiceRequest.refuseMesh(fields);
    String name = fields.text("Service");
    String id = fields.text("ID").isEmpty() ? name : fields.text("ID");
    if (name.isEmpty() && !id.isEmpty()) {
      throw HttpError.refused("Must provide service name with ID");
    }
    if (Addresses.isAny(fields.text("Address"))) {
      throw HttpError.refused("Invalid service address");
    }
    return new Service(
        node,
        id,
        name,
        fields.textsOrNull("Tags"),
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
    boolean valid = fields != null && ServiceRequest.complaint(fields) == null;
    return fields != null && valid
        ? new Service.Weights(fields.number("Passing"), fields.number("Warning"))
        : Service.Weights.EVEN;
  }

  private static Check check(String node, Fields fields) {
    String other = fields.text("Node");
    String id = fields.text("CheckID").isEmpty() ? fields.text("Name") : fields.text("CheckID");
    String status = fields.text("Status");
    ObjectNode definition =
        fields.json("Definition") instanceof ObjectNode given
            ? given
            : JsonNodeFactory.instance.objectNode();
    String type = fields.text("Type");
    return new Check(
        other.isEmpty() ? node : other,
        id,
        fields.text("Name"),
        status.isEmpty() ? Check.CRITICAL : status,
        fields.text("Notes"),
        fields.text("Output"),
        fields.text("ServiceID"),
        fields.text("ServiceName"),
        fields.textsOrNull("ServiceTags"),
        type.isEmpty() ? CheckDefinition.kind(definition) : type,
        definition,
        0,
        0);
  }

  private Reply deregister(ApiRequest request) {
    request.refuseNamespace();
    Fields fields = decode(DEREGISTER, request);
    requireOwnDatacenter(request, fields);
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
