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
        Route.put("agent/check/pass/", ask -> tell(ask, Check.PASSING)),
        Route.put("agent/check/warn/", ask -> tell(ask, Check.WARNING)),
        Route.put("agent/check/fail/", ask -> tell(ask, Check.CRITICAL)),
        Route.put("agent/check/update/", this::update));
  }

  private Answer change(Consumer<LocalAgent> change) {
    return change(0, change);
  }

  /** A change for which there has to be room. */
  private Answer change(long more, Consumer<LocalAgent> change) {
    store.with(
        state -> {
          state.room().require(more);
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

  private static boolean isTrue(ApiRequest ask, String name) {
    if (!ask.query().has(name)) {
      return false;
    }
    String value = ask.query().first(name);
    return value.isEmpty() || value.equals("true");
  }

  private Reply deregisterService(ApiRequest ask) {
    ask.refuseNamespace();
    if (!isModern() && ask.rest().isEmpty()) {
      throw HttpError.refused("ServiceID missing");
    }
    return change(
        local -> {
          if (isModern() && local.service(ask.rest()) == null) {
            throw unknown("service", ask.rest());
          }
          local.deregisterService(ask.rest());
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

  private Reply deregisterCheck(ApiRequest ask) {
    ask.refuseNamespace();
    if (!isModern() && ask.rest().isEmpty()) {
      throw HttpError.refused("CheckID missing");
    }
    return change(
        local -> {
          requireCheck(local, ask.rest());
          local.deregisterCheck(ask.rest());
        });
  }

  private Reply tell(ApiRequest ask, String status) {
    ask.refuseNamespace();
    String note = ask.query().first("note");
    return tell(ask.rest(), status, note);
  }

  private Reply update(ApiRequest ask) {
    Fields fields = UPDATE.decode(ask.body(), "Request decode failed: ");
    String status = fields.text("Status");
    if (!Check.STATUSES.contains(status)) {
      throw HttpError.badRequest("Invalid check status: '" + status + "'");
    }
    ask.refuseNamespace();
    return tell(ask.rest(), status, fields.text("Output"));
  }

  private Answer tell(String check, String status, String output) {
    return change(
        local -> {
          requireCheck(local, check);
          local.update(check, status, output);
        });
  }

  private static boolean isEnabled(ApiRequest ask) {
    if (!ask.query().has("enable")) {
      throw HttpError.badRequest("Missing value for enable");
    }
    String value = ask.query().first("enable");
    try {
      return GoText.bool(value);
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Invalid value for enable: " + GoText.quote(value));
    }
  }

  private static String reason(ApiRequest ask, String what) {
    String reason = ask.query().first("reason");
    return reason.isEmpty() ? NO_REASON.formatted(what) : reason;
  }

  private Reply maintainNode(ApiRequest ask) {
    boolean enabled = isEnabled(ask);
    String id = LocalAgent.NODE_MAINTENANCE;
    return change(
        local -> {
          if (enabled) {
            local.maintain(id, "Node Maintenance Mode", null, reason(ask, "node"));
          } else {
            local.deregisterCheck(id);
          }
        });
  }

  private Reply maintainService(ApiRequest ask) {
    String service = ask.rest("Missing service ID");
    boolean enabled = isEnabled(ask);
    ask.refuseNamespace();
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
            local.maintain(id, "Service Maintenance Mode", known, reason(ask, "service"));
          } else {
            local.deregisterCheck(id);
          }
        });
  }
}
