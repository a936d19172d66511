package io.emperor.consul.watch;

import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.UnreadableAnswer;
import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Asks questions and reads what the answers' headers say about them. */
public final class QueryHttp {

  private static final String INDEX = "X-Consul-Index";

  private final Call.Factory calls;

  /**
   * An answer.
   *
   * @param index what the next request says to wait for more; 0 if the agent said nothing of use
   * @param isStreamed whether it comes from a view that the agent keeps, which a server fills as
   *     long as there is one: then it need not be what the servers know now
   */
  record Reply<T>(T value, long index, boolean isStreamed) {}

  public QueryHttp(Call.Factory calls) {
    this.calls = calls;
  }

  Call call(AgentAddress agent, Query<?> query, QueryOptions options) {
    HttpUrl.Builder v1 =
        new HttpUrl.Builder()
            .scheme(agent.scheme())
            .host(agent.host())
            .port(agent.port())
            .addPathSegment("v1");
    HttpUrl.Builder url = AppQuery.reading(query.address(v1), options.mode(), query.dc());
    Call call = calls.newCall(new Request.Builder().url(options.addTo(url).build()).build());
    call.timeout().timeout(options.limit().toMillis(), TimeUnit.MILLISECONDS);
    return call;
  }

  <T> Reply<T> reply(Call call, Query<T> query) throws IOException {
    try (Response response = call.execute()) {
      Headers headers = response.headers();
      long index = index(headers);
      T value = value(query, response.body().bytes(), index);
      if (query.isNothing(value) && AgentHttp.isFiltered(headers)) {
        throw AgentRefusal.hidden();
      }
      return new Reply<>(value, index, isStreamed(headers));
    } catch (AgentRefusal refusal) {
      long index = index(refusal.headers());
      if (refusal.status() != 404 || index == 0) {
        throw refusal;
      }
      T absent = query.absent().orElseThrow(() -> refusal);
      return new Reply<>(absent, index, isStreamed(refusal.headers()));
    }
  }

  /** Since 1.10 agents answer queries about health that wait out of a view of their own. */
  private static boolean isStreamed(Headers headers) {
    return "streaming".equals(headers.get("X-Consul-Query-Backend"));
  }

  private static <T> T value(Query<T> query, byte[] body, long index) throws UnreadableAnswer {
    try {
      return query.read(body, index);
    } catch (Throwable t) {
      throw new UnreadableAnswer(t);
    }
  }

  /**
   * Says 0 for an index that is missing or none, which is what Consul's own clients do. An answer
   * out of the agent's own view never tells of a leader, though there is one (hashicorp/consul
   * issue 9776).
   */
  private static long index(Headers headers) throws NoLeader {
    if ("false".equals(headers.get("X-Consul-KnownLeader")) && !isStreamed(headers)) {
      throw new NoLeader();
    }
    String index = headers.get(INDEX);
    try {
      return index == null ? 0 : Long.parseUnsignedLong(index);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether an answer's headers are those of an agent that knows a leader. */
  public static boolean isOfALeader(Headers headers) {
    try {
      return index(headers) != 0 && "true".equals(headers.get("X-Consul-KnownLeader"));
    } catch (NoLeader e) {
      return false;
    }
  }

  /** The agent knows no leader: what it answers may be old, or nothing because it just started. */
  static final class NoLeader extends IOException {
    private static final long serialVersionUID = 1L;

    NoLeader() {
      super("the agent knows no leader");
    }
  }
}
