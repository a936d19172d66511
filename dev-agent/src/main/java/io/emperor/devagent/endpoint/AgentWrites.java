package io.emperor.devagent.endpoint;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoStruct;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.state.CheckRequest;
import io.emperor.devagent.state.LocalAgent;
import io.emperor.devagent.state.ServiceRequest;
import java.util.List;
import java.util.function.Consumer;

/** Changes of the agent's own services and checks. */
final class AgentWrites {

  private static final String NO_REASON =
      "Maintenance mode is enabled for this %s, but no reason was provided."
          + " This is a default message.";
  private static final GoStruct UPDATE =
      new GoStruct("checkUpdate", "agent.checkUpdate", true)
          .with(GoScalar.STRING, "Status", "Output");

  private final Store store;
  private final AgentIdentity self;

  AgentWrites(Store store, AgentIdentity self) {
    this.store = store;
    this.self = self;
  }

  List<Route> routes() {
    return List.of(
        Route.put("agent/service/register", this::registerService),
        Route.put("agent/service/deregister/", this::deregisterService),
        Route.put("agent/service/maintenance/", this::maintainService),
        Route.put("agent/maintenance", this::maintainNode),
        Route.put("agent/check/register", this::registerCheck),
        Route.put("agent/check/deregister/", this::deregisterCheck),
        Route.put("agent/check/pass/", request -> tell(request, Check.PASSING)).quickWithout(),
        Route.put("agent/check/warn/", request -> tell(request, Check.WARNING)).quickWithout(),
        Route.put("agent/check/fail/", request -> tell(request, Check.CRITICAL)).quickWithout(),
        Route.put("agent/check/update/", this::update));
  }

  private Answer change(Consumer<LocalAgent> change) {
    return change(0, change);
  }

  /** A change for which there has to be room. */
  private Answer change(long more, Consumer<LocalAgent> change) {
    store.with(
        state -> {
          state.limit().require(more);
          change.accept(state.local());
          return true;
        });
    return Answer.empty(200);
  }

  private Reply registerService(ApiRequest ask) {
    ask.refuseNamespace();
    ServiceRequest request = ServiceRequest.read(ask.body(), self.nodeName());
    boolean replaces = isTrue(ask, "replace-existing-checks");
    return change(SizeEstimate.of(ask.body()), local -> local.register(request, replaces));
  }

  private static boolean isTrue(ApiRequest request, String name) {
    if (!request.query().has(name)) {
      return false;
    }
    String value = request.query().first(name);
    return value.isEmpty() || value.equals("true");
  }

  private Reply deregisterService(ApiRequest request) {
    request.refuseNamespace();
    if (!isModern() && request.rest().isEmpty()) {
      throw HttpError.refused("ServiceID missing");
    }
    return change(
        local -> {
          if (isModern() && local.service(request.rest()) == null) {
            throw unknown("service", request.rest());
          }
          local.deregisterService(request.rest());
        });
  }

  private Reply registerCheck(ApiRequest ask) {
    ask.refuseNamespace();
    CheckRequest request = CheckRequest.read(ask.body());
    return change(
        SizeEstimate.of(ask.body()),
        local -> {
          requireService(local, request.serviceId());
          request.requireServed();
          local.register(request);
        });
  }

  private void requireService(LocalAgent local, String id) {
    if (!id.isEmpty() && local.service(id) == null) {
      throw new HttpError(
          isModern() ? 404 : 500, "ServiceID " + GoText.quote(id) + " does not exist");
    }
  }

  private boolean isModern() {
    return self.profile().isModern();
  }

  private static HttpError unknown(String what, String id) {
    return new HttpError(
        404,
        "Unknown %s ID %s. Ensure that the %s ID is passed, not the %s name."
            .formatted(what, GoText.quote(id), what, what));
  }

  /** Newer versions look whether they know the check before anything else. */
  private void requireCheck(LocalAgent local, String id) {
    if (isModern() && local.localCheck(id) == null) {
      throw unknown("check", id);
    }
  }

  private Reply deregisterCheck(ApiRequest request) {
    request.refuseNamespace();
    if (!isModern() && request.rest().isEmpty()) {
      throw HttpError.refused("CheckID missing");
    }
    return change(
        local -> {
          requireCheck(local, request.rest());
          local.deregisterCheck(request.rest());
        });
  }

  private Reply tell(ApiRequest request, String status) {
    request.refuseNamespace();
    String note = request.query().first("note");
    return tell(request.rest(), status, note);
  }

  private Reply update(ApiRequest request) {
    Fields fields = UPDATE.decode(request.body(), "Request decode failed: ");
    String status = fields.text("Status");
    if (!Check.STATUSES.contains(status)) {
      throw HttpError.badRequest("Invalid check status: '" + status + "'");
    }
    request.refuseNamespace();
    return tell(request.rest(), status, fields.text("Output"));
  }

  private Answer tell(String check, String status, String output) {
    return change(
        local -> {
          requireCheck(local, check);
          local.update(check, status, output);
        });
  }

  private static boolean isEnabled(ApiRequest request) {
    if (!request.query().has("enable")) {
      throw HttpError.badRequest("Missing value for enable");
    }
    String value = request.query().first("enable");
    try {
      return GoText.bool(value);
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Invalid value for enable: " + GoText.quote(value));
    }
  }

  private static String reason(ApiRequest request, String what) {
    String reason = request.query().first("reason");
    return reason.isEmpty() ? NO_REASON.formatted(what) : reason;
  }

  private Reply maintainNode(ApiRequest request) {
    boolean enabled = isEnabled(request);
    String id = LocalAgent.NODE_MAINTENANCE;
    return change(
        local -> {
          if (enabled) {
            local.maintain(id, "Node Maintenance Mode", null, reason(request, "node"));
          } else {
            local.deregisterCheck(id);
          }
        });
  }

  private Reply maintainService(ApiRequest request) {
    String service = request.rest("Missing service ID");
    boolean enabled = isEnabled(request);
    request.refuseNamespace();
    String id = LocalAgent.SERVICE_MAINTENANCE + service;
    return change(
        local -> {
          Service known = local.service(service);
          if (known == null) {
            throw isModern()
                ? unknown("service", service)
                : new HttpError(404, "No service registered with ID " + GoText.quote(service));
          }
          if (enabled) {
            local.maintain(id, "Service Maintenance Mode", known, reason(request, "service"));
          } else {
            local.deregisterCheck(id);
          }
        });
  }
}
