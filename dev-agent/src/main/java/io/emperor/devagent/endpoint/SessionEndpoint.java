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
        Route.put("session/renew/", this::renew),
        Route.get("session/info/", SessionEndpoint::info).withMeta(),
        Route.get("session/node/", SessionEndpoint::ofNode).withMeta(),
        Route.get("session/list", SessionEndpoint::all).withMeta());
  }

  private Reply create(ApiRequest ask) {
    ask.refuseNamespace();
    SessionEntry wanted = SessionRequest.read(ask.body().ifAnnounced(), self.nodeName());
    ask.requireOwnDatacenter();
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

  private Reply destroy(ApiRequest ask) {
    String id = id(ask);
    store.with(
        state -> {
          state.sessions().end(state.next(), id);
          return id;
        });
    return Answer.json(BooleanNode.TRUE);
  }

  private Reply renew(ApiRequest ask) {
    String id = id(ask);
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

  private static String id(ApiRequest ask) {
    ask.refuseNamespace();
    String id = ask.rest("Missing session");
    ask.requireOwnDatacenter();
    Uuids.requireSession(id);
    return id;
  }

  private static Reply info(ApiRequest ask) {
    ReadOptions options = ReadOptions.of(ask.query());
    String id = id(ask);
    return read(
        options,
        changes -> changes.has(Changes.Topic.SESSION, Uuids.digits(id)),
        session -> Uuids.digits(session.id()).equals(Uuids.digits(id)));
  }

  private static Reply ofNode(ApiRequest ask) {
    ReadOptions options = ReadOptions.of(ask.query());
    ask.refuseNamespace();
    String node = ask.rest("Missing node name");
    ask.requireOwnDatacenter();
    return read(
        options,
        changes -> changes.has(Changes.Topic.SESSIONS, node),
        session -> session.node().equalsIgnoreCase(node));
  }

  private static Reply all(ApiRequest ask) {
    ReadOptions options = ReadOptions.of(ask.query());
    ask.refuseNamespace();
    ask.requireOwnDatacenter();
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
