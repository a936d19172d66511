package io.emperor.consul;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Asks questions and reads what the answers' headers say about them. */
final class LiveHttp {

  private static final String INDEX = "X-Consul-Index";

  private final Call.Factory calls;

  /**
   * An answer.
   *
   * @param index what the next request says to wait for more; 0 if the agent said nothing of use
   */
  record Reply<T>(T value, long index) {}

  LiveHttp(Call.Factory calls) {
    this.calls = calls;
  }

  Call call(AgentAddress agent, Question<?> question, Inquiry inquiry) {
    HttpUrl.Builder v1 =
        new HttpUrl.Builder()
            .scheme(agent.scheme())
            .host(agent.host())
            .port(agent.port())
            .addPathSegment("v1");
    HttpUrl.Builder url = AppQuery.reading(question.address(v1), inquiry.mode(), question.dc());
    Call call = calls.newCall(new Request.Builder().url(inquiry.addTo(url).build()).build());
    call.timeout().timeout(inquiry.limit().toMillis(), TimeUnit.MILLISECONDS);
    return call;
  }

  <T> Reply<T> reply(Call call, Question<T> question) throws IOException {
    try (Response response = call.execute()) {
      long index = index(response.headers());
      return new Reply<>(value(question, response.body().bytes()), index);
    } catch (Refusal refusal) {
      long index = index(refusal.headers());
      if (refusal.status() != 404 || index == 0) {
        throw refusal;
      }
      return new Reply<>(question.absent().orElseThrow(() -> refusal), index);
    }
  }

  private static <T> T value(Question<T> question, byte[] body) throws UnreadableAnswer {
    try {
      return question.read(body);
    } catch (Throwable t) {
      throw new UnreadableAnswer(t);
    }
  }

  /** Says 0 for an index that is missing or none, which is what Consul's own clients do. */
  private static long index(Headers headers) throws NoLeader {
    if ("false".equals(headers.get("X-Consul-KnownLeader"))) {
      throw new NoLeader();
    }
    String index = headers.get(INDEX);
    try {
      return index == null ? 0 : Long.parseUnsignedLong(index);
    } catch (NumberFormatException e) {
      return 0;
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
