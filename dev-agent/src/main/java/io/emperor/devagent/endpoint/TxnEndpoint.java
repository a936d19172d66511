package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoJson;
import io.emperor.devagent.golang.GoList;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoStruct;
import io.emperor.devagent.golang.GoWord;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Transactions over keys. */
final class TxnEndpoint {

  private static final GoStruct KV =
      new GoStruct("KVTxnOp", "api.KVTxnOp", true)
          .with(new GoWord("api.KVOp"), "Verb")
          .with(GoScalar.STRING, "Key", "Session", "Namespace")
          .with(GoScalar.BYTES, "Value")
          .with(GoScalar.UINT64, "Flags", "Index");
  private static final GoStruct OPERATION =
      new GoStruct("TxnOp", "api.TxnOp", true)
          .with(KV, "KV")
          .with(GoScalar.ANY, "Node", "Service", "Check", "Session");
  private static final GoList BODY = new GoList(OPERATION, "api.TxnOps");
  private static final Set<String> WRITES =
      Set.of("set", "delete", "delete-cas", "delete-tree", "cas", "lock", "unlock");

  private final Store store;
  private final ConsulProfile profile;
  private final int most;

  TxnEndpoint(Store store, ConsulProfile profile) {
    this.store = store;
    this.profile = profile;
    most = profile.isModern() ? 128 : 64;
  }

  List<Route> routes() {
    BodyLimit limit = BodyLimit.TRANSACTION.of(profile);
    return List.of(Route.put("txn", this::answer).limited(limit));
  }

  private Reply answer(ApiRequest request) {
    ReadOptions.of(request.query());
    Object body = GoJson.decode(BODY, request.body(), "Failed to parse body: ");
    List<Fields> operations =
        new Fields(Map.of("Ops", body == null ? List.of() : body)).structs("Ops");
    if (operations.size() > most) {
      throw new HttpError(
          413,
          String.format(
              Locale.ROOT,
              "Transaction contains too many operations (%d > %d)",
              operations.size(),
              most));
    }
    List<Fields> ofKeys = operations.stream().flatMap(TxnEndpoint::ofKeys).toList();
    request.requireOwnDatacenter();
    boolean writes = ofKeys.stream().anyMatch(op -> WRITES.contains(op.text("Verb")));
    Transaction done = store.with(state -> new Transaction(state, profile).run(ofKeys, writes));
    return answer(done, writes);
  }

  private static Stream<Fields> ofKeys(Fields operation) {
    for (String other : List.of("Node", "Service", "Check", "Session")) {
      if (operation.hasValue(other)) {
        throw HttpError.notServed("transactions over anything but keys");
      }
    }
    Fields kv = operation.struct("KV");
    return Stream.ofNullable(kv);
  }

  private static Answer answer(Transaction done, boolean writes) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean failed = !done.errors().isEmpty();
    json.set("Results", failed ? json.nullNode() : array(done.results()));
    json.set("Errors", failed ? array(done.errors()) : json.nullNode());
    if (!writes) {
      json.put("Index", 0).put("LastContact", 0);
      json.put("KnownLeader", true).put("ConsistencyLevel", "");
    }
    Answer answer = Answer.json(failed ? 409 : 200, json);
    return writes
        ? answer
        : answer.with(Map.of("X-Consul-Knownleader", "true", "X-Consul-Lastcontact", "0"));
  }

  private static ArrayNode array(List<ObjectNode> nodes) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    nodes.forEach(array::add);
    return array;
  }
}
