package io.emperor.devagent.http;

import io.emperor.devagent.base.HttpError;
import java.util.List;

/** Paths without an endpoint: what the real agent serves beyond this one, and what is nothing. */
final class Unknown {

  private static final List<String> NOT_SERVED =
      List.of(
          "/v1/agent/connect/",
          "/v1/agent/force-leave/",
          "/v1/agent/host",
          "/v1/agent/join/",
          "/v1/agent/leave",
          "/v1/agent/monitor",
          "/v1/agent/reload",
          "/v1/agent/token/",
          "/v1/catalog/connect/",
          "/v1/catalog/gateway-services/",
          "/v1/config",
          "/v1/connect/",
          "/v1/coordinate/update",
          "/v1/discovery-chain/",
          "/v1/health/connect/",
          "/v1/health/ingress/",
          "/v1/internal/",
          "/v1/operator/autopilot/configuration",
          "/v1/operator/autopilot/health",
          "/v1/operator/keyring",
          "/v1/operator/raft/peer",
          "/v1/query",
          "/v1/snapshot",
          "/ui/",
          "/debug/pprof/");

  private Unknown() {}

  static Answer answer(String path) {
    if (path.equals("/")) {
      return Answer.text(200, "Consul Agent");
    }
    boolean served = NOT_SERVED.stream().noneMatch(known -> isAtOrBelow(path, known));
    return served ? Answer.empty(404) : Answer.of(HttpError.notServed(path));
  }

  private static boolean isAtOrBelow(String path, String known) {
    return known.endsWith("/")
        ? path.startsWith(known)
        : path.equals(known) || path.startsWith(known + "/");
  }
}
