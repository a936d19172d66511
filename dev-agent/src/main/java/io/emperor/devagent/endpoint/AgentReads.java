package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.Filter;
import io.emperor.devagent.query.FilterExpression;
import io.emperor.devagent.query.FilterFields;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Changes;
import io.emperor.devagent.state.State;
import java.util.List;
import java.util.Locale;

/** Reads of the agent's own services and checks. */
final class AgentReads {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Store store;
  private final ConsulProfile profile;

  AgentReads(Store store, ConsulProfile profile) {
    this.store = store;
    this.profile = profile;
  }

  List<Route> routes() {
    return List.of(
        Route.get("agent/services", this::services),
        Route.get("agent/service/", this::service),
        Route.get("agent/checks", this::checks));
  }

  private Reply services(ApiRequest request) {
    request.refuseNamespace();
    Filter filter = Filter.of(request, FilterFields.SERVICE);
    return Answer.json(filter.of(store.with(this::servicesJson)));
  }

  private ObjectNode servicesJson(State state) {
    ObjectNode json = JSON.objectNode();
    state.local().services().forEach(s -> json.set(s.id(), s.agentJson(profile)));
    return json;
  }

  private Reply checks(ApiRequest request) {
    request.refuseNamespace();
    FilterExpression filter = Filter.read(request);
    ObjectNode checks = store.with(this::checksJson);
    // Without a check, nobody looks whether the filter fits to checks.
    return Answer.json(
        checks.isEmpty() ? checks : Filter.of(filter, FilterFields.CHECK).of(checks));
  }

  private ObjectNode checksJson(State state) {
    ObjectNode json = JSON.objectNode();
    state.local().checks().forEach(check -> json.set(check.id(), check.json(profile)));
    return json;
  }

  /** What waits for this waits for a change of its content, not for an index. */
  private Reply service(ApiRequest request) {
    request.refuseNamespace();
    String id = request.rest();
    String hash = request.query().first("hash");
    ReadOptions options =
        hash.isEmpty() ? ReadOptions.NONE : ReadOptions.of(request.query()).blocking();
    return new BlockingRead(
        options,
        changes -> changes.has(Changes.Topic.LOCAL),
        state -> {
          Service service = state.local().service(id);
          return service == null || !hash(service).equals(hash);
        },
        state -> {
          Service service = state.local().service(id);
          if (service == null) {
            return Answer.text(404, "unknown service ID: " + id);
          }
          String now = hash(service);
          return Answer.json(service.agentJson(profile).put("ContentHash", now))
              .with("X-Consul-Contenthash", now);
        });
  }

  private String hash(Service service) {
    long hash = 17;
    for (char c : service.agentJson(profile).toString().toCharArray()) {
      hash = hash * 1_099_511_628_211L + c;
    }
    return String.format(Locale.ROOT, "%016x", hash);
  }
}
