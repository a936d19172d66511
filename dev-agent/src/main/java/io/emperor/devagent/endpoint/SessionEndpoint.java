package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.SessionEntry;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Changes;
import io.emperor.devagent.state.SessionRequest;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Sessions. */
final class SessionEndpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Store store;
  private final AgentIdentity self;

  SessionEndpoint(Store store, AgentIdentity self) {
    this.store = store;
    this.self = self;
  }

  List<Route> routes() {
    return List.of(
        Route.put("session/create", this::create),
        Route.put("session/destroy/", this::destroy),
        Route.put("session/renew/", this::renew).quickWithout(),
        Route.get("session/info/", SessionEndpoint::info).withMeta(),
        Route.get("session/node/", SessionEndpoint::ofNode).withMeta(),
        Route.get("session/list", SessionEndpoint::all).withMeta());
  }

  private Reply create(ApiRequest request) {
    request.refuseNamespace();
    SessionEntry wanted = SessionRequest.read(request.body().ifAnnounced(), self.nodeName());
    request.requireOwnDatacenter();
    SessionRequest.require(wanted);
    String id = UUID.randomUUID().toString();
    store.with(
        state -> {
          SessionEntry session = wanted.at(id, state.next());
          SessionRequest.requireKnown(session, state);
          state.sessions().add(session);
          return id;
        });
    return Answer.json(JSON.objectNode().put("ID", id));
  }

  private Reply destroy(ApiRequest request) {
    String id = id(request);
    store.with(
        state -> {
          state.sessions().end(state.next(), id);
          return id;
        });
    return Answer.json(BooleanNode.TRUE);
  }

  private Reply renew(ApiRequest request) {
    String id = id(request);
    return store.with(
        state -> {
          SessionEntry session = state.sessions().get(id);
          if (session == null) {
            return Answer.text(404, "Session id '" + id + "' not found");
          }
          state.sessions().renew(session);
          return Answer.json(JSON.arrayNode().add(session.json()));
        });
  }

  private static String id(ApiRequest request) {
    request.refuseNamespace();
    String id = request.rest("Missing session");
    request.requireOwnDatacenter();
    Uuids.requireSession(id);
    return id;
  }

  private static Reply info(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    String id = id(request);
    return read(
        options,
        changes -> changes.has(Changes.Topic.SESSION, Uuids.digits(id)),
        session -> Uuids.digits(session.id()).equals(Uuids.digits(id)));
  }

  private static Reply ofNode(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    request.refuseNamespace();
    String node = request.rest("Missing node name");
    request.requireOwnDatacenter();
    return read(
        options,
        changes -> changes.has(Changes.Topic.SESSIONS, node),
        session -> session.node().equalsIgnoreCase(node));
  }

  private static Reply all(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    request.refuseNamespace();
    request.requireOwnDatacenter();
    return read(options, changes -> changes.has(Changes.Topic.SESSIONS), session -> true);
  }

  private static BlockingRead read(
      ReadOptions options, Predicate<Changes> touchedBy, Predicate<SessionEntry> wanted) {
    return BlockingRead.of(
        options,
        touchedBy,
        state -> state.sessions().index(),
        state -> {
          ArrayNode json = JSON.arrayNode();
          state.sessions().all().stream()
              .filter(wanted)
              .forEach(session -> json.add(session.json()));
          return Answer.json(json);
        });
  }
}
