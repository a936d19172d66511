package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoPattern;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.UserEvent;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Changes;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** User events. */
final class EventEndpoint {

  private static final int MOST_MODERN_BYTES = 100;

  private final Store store;
  private final AgentIdentity self;

  EventEndpoint(Store store, AgentIdentity self) {
    this.store = store;
    this.self = self;
  }

  List<Route> routes() {
    return List.of(
        Route.put("event/fire/", this::fire), Route.get("event/list", EventEndpoint::list));
  }

  private Reply fire(ApiRequest request) {
    String name = request.rest("Missing name");
    QueryParameters query = request.query();
    UserEvent event =
        new UserEvent(
            UUID.randomUUID(),
            name,
            request.body().ifAnnounced().whole(),
            query.first("node"),
            query.first("service"),
            query.first("tag"),
            0);
    GoPattern node = pattern("node", event.node());
    GoPattern service = pattern("service", event.service());
    GoPattern tag = pattern("tag", event.tag());
    if (!event.tag().isEmpty() && event.service().isEmpty()) {
      throw HttpError.refused("Cannot provide tag filter without service filter");
    }
    request.requireOwnDatacenter();
    if (self.profile().isModern() && event.payload().length > MOST_MODERN_BYTES) {
      throw new HttpError(
          413,
          String.format(
              Locale.ROOT, "an event has a payload of %d bytes at most", MOST_MODERN_BYTES));
    }
    if (event.isTooLarge()) {
      throw HttpError.refused(
          "1 error occurred:\n\t* error broadcasting event to segment \"\": user event exceeds"
              + " configured limit of 512 bytes before encoding\n\n");
    }
    store.with(
        state -> {
          boolean here =
              node.isFoundIn(self.nodeName())
                  && (event.service().isEmpty() || state.local().hasService(service, tag));
          state.events().fire(event, here);
          return here;
        });
    return Answer.json(event.json());
  }

  private static GoPattern pattern(String what, String text) {
    try {
      return GoPattern.compile(text);
    } catch (IllegalArgumentException e) {
      throw HttpError.refused("Invalid %s filter: %s".formatted(what, e.getMessage()));
    }
  }

  private static Reply list(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    String name = request.query().first("name");
    return new BlockingRead(
        options,
        changes -> changes.has(Changes.Topic.EVENTS),
        state -> !index(state.events().named(name)).equals(options.index()),
        state -> {
          List<UserEvent> events = state.events().named(name);
          ArrayNode json = JsonNodeFactory.instance.arrayNode();
          events.forEach(event -> json.add(event.json()));
          return Answer.json(json).with("X-Consul-Index", index(events).toString());
        });
  }

  private static BigInteger index(List<UserEvent> events) {
    return events.isEmpty() ? BigInteger.ONE : events.get(events.size() - 1).index();
  }
}
