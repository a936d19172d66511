package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.state.LocalAgent;
import java.util.ArrayList;
import java.util.List;

/** How the agent's own services are, in a word. */
final class AgentHealth {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REASON = "X-Consul-Reason";
  private static final String MAINTENANCE = "maintenance";
  private static final List<String> BAD_TO_WORSE =
      List.of(Check.PASSING, Check.WARNING, Check.CRITICAL, MAINTENANCE);

  private final Store store;
  private final ConsulProfile profile;

  AgentHealth(Store store, ConsulProfile profile) {
    this.store = store;
    this.profile = profile;
  }

  List<Route> routes() {
    return List.of(
        Route.get("agent/health/service/id/", this::byId),
        Route.get("agent/health/service/name/", this::byName));
  }

  private Reply byId(ApiRequest request) {
    if (request.rest().isEmpty()) {
      throw HttpError.refused(HttpError.BAD_REQUEST + "Missing serviceID");
    }
    request.refuseNamespace();
    return store.with(
        state -> {
          Service service = state.local().service(request.rest());
          if (service == null) {
            return unknownId(request, "ServiceId " + request.rest() + " not found");
          }
          ObjectNode json = json(state.local(), service);
          return answer(request, json.get("AggregatedStatus").asText(), Answer.json(json));
        });
  }

  /** As text, too, it is JSON in older versions: a word of it. */
  private Answer unknownId(ApiRequest request, String reason) {
    if (profile.isModern() && isText(request)) {
      return answer(request, 404, reason, Answer.empty(404));
    }
    ObjectNode json = JSON.objectNode().put("AggregatedStatus", Check.CRITICAL);
    json.putNull("Service").putNull("Checks");
    JsonNode said = isText(request) ? JSON.textNode(reason) : json;
    return Answer.json(404, said).with(REASON, reason);
  }

  private Reply byName(ApiRequest request) {
    if (request.rest().isEmpty()) {
      throw HttpError.refused(HttpError.BAD_REQUEST + "Missing service Name");
    }
    request.refuseNamespace();
    return store.with(
        state -> {
          ArrayNode all = JSON.arrayNode();
          String worst = Check.PASSING;
          for (Service service : state.local().services()) {
            if (service.name().equals(request.rest())) {
              ObjectNode json = json(state.local(), service);
              all.add(json);
              worst = worse(worst, json.get("AggregatedStatus").asText());
            }
          }
          return all.isEmpty()
              ? answer(
                  request, 404, "ServiceName " + request.rest() + " Not Found", Answer.json(all))
              : answer(request, worst, Answer.json(all));
        });
  }

  private static Answer answer(ApiRequest request, String status, Answer json) {
    int code =
        switch (status) {
          case Check.PASSING -> 200;
          case Check.WARNING -> 429;
          default -> 503;
        };
    return answer(request, code, status, json);
  }

  private static Answer answer(ApiRequest request, int code, String reason, Answer json) {
    Answer answer =
        isText(request)
            ? Answer.text(code, reason).with("Content-Type", "text/plain")
            : new Answer(code, json.headers(), json.body());
    return answer.with(REASON, reason);
  }

  private static boolean isText(ApiRequest request) {
    return request.query().first("format").equals("text");
  }

  private static String worse(String one, String other) {
    return BAD_TO_WORSE.indexOf(one) < BAD_TO_WORSE.indexOf(other) ? other : one;
  }

  private ObjectNode json(LocalAgent local, Service service) {
    List<Check> checks = new ArrayList<>();
    local.checksOf(service.id()).forEach(own -> checks.add(own.check()));
    local.checksOf("").forEach(ofNode -> checks.add(ofNode.check()));
    String worst = Check.PASSING;
    for (Check check : checks) {
      boolean maintenance =
          check.id().equals(LocalAgent.NODE_MAINTENANCE)
              || check.id().startsWith(LocalAgent.SERVICE_MAINTENANCE);
      worst = worse(worst, maintenance ? MAINTENANCE : check.status());
    }
    ObjectNode json = JSON.objectNode().put("AggregatedStatus", worst);
    json.set("Service", service.agentJson(profile));
    ArrayNode array = JSON.arrayNode();
    checks.forEach(check -> array.add(check.healthJson()));
    json.set("Checks", checks.isEmpty() ? JSON.nullNode() : array);
    return json;
  }
}
