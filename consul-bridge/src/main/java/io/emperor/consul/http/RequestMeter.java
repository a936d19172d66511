package io.emperor.consul.http;

import io.emperor.consul.http.Meters.Result;
import io.emperor.consul.http.Meters.Sort;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Measures every request to an agent, each attempt by itself. */
public final class RequestMeter implements Interceptor {

  /** The part of an address that names what is asked for; names and keys come after it. */
  private static final Set<String> ENDPOINTS =
      Set.of(
          "agent/check/update",
          "agent/checks",
          "agent/health/service",
          "agent/self",
          "agent/service",
          "agent/service/deregister",
          "agent/service/maintenance",
          "agent/service/register",
          "agent/services",
          "catalog/datacenters",
          "catalog/service",
          "catalog/services",
          "health/checks",
          "health/service",
          "kv",
          "session/create",
          "session/destroy",
          "session/info",
          "session/list",
          "session/node",
          "session/renew");

  private static final int LONGEST = 3;
  private static final String HEALTH = "agent/health/service";

  private final BridgeContext context;

  RequestMeter(BridgeContext context) {
    this.context = context;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    long begin = context.now();
    Result result = Result.FAILED;
    HttpUrl url = chain.request().url();
    String endpoint = endpoint(url.pathSegments());
    try {
      Response response = chain.proceed(chain.request());
      result = Result.OK;
      return response;
    } catch (AgentRefusal refusal) {
      result = result(endpoint, refusal);
      throw refusal;
    } catch (IOException e) {
      result = chain.call().isCanceled() ? Result.CANCELLED : Result.FAILED;
      throw e;
    } finally {
      boolean waits = url.queryParameter("index") != null;
      context.meters().request(new Sort(endpoint, waits, result), context.now() - begin);
    }
  }

  /** The longest known beginning of the path below {@code /v1}. */
  static String endpoint(List<String> path) {
    for (int end = Math.min(path.size(), LONGEST + 1); end > 1; end--) {
      String beginning = String.join("/", path.subList(1, end));
      if (ENDPOINTS.contains(beginning)) {
        return beginning;
      }
    }
    return "other";
  }

  public static Result result(String endpoint, AgentRefusal refusal) {
    if (refusal.status() == 404) {
      return Result.ABSENT;
    }
    if (endpoint.equals(HEALTH) && refusal.isHealth()) {
      return Result.OK;
    }
    return refusal.status() >= 500 ? Result.FAILED : Result.REFUSED;
  }
}
