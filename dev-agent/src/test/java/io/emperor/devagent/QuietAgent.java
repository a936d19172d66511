package io.emperor.devagent;

import static java.util.Objects.requireNonNull;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.endpoint.Routes;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Router;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.http.Watchers;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.state.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An agent without a network, whose time is the test's. */
public final class QuietAgent {

  public final FakeTimer timer = new FakeTimer();
  public final FakeProber prober = new FakeProber();
  private final Store store;
  private final Router router;

  public QuietAgent() {
    this(1_000);
  }

  QuietAgent(int waiting) {
    this(waiting, new MemoryLimit(1 << 20));
  }

  public QuietAgent(int waiting, MemoryLimit limit) {
    AgentIdentity self =
        new AgentIdentity(
            "b0f1b1a6-6b4e-4d3c-8a54-7c1c5f0a1d11", "node", "127.0.0.1", 1, ConsulProfile.V1_8);
    Watchers watchers = new Watchers(timer, Runnable::run, waiting);
    store = new Store(self, timer, timer, prober, watchers, limit);
    router = new Router(Routes.of(self, store, timer));
  }

  public String put(String url, String body) {
    return text(ask("PUT", url, body).get(0));
  }

  public String get(String url) {
    return text(ask("GET", url, "").get(0));
  }

  /** The answers, which may still be none. */
  public List<Answer> ask(String method, String url, String body) {
    List<Answer> answers = new ArrayList<>();
    Route route = route(url);
    QueryParameters query = query(url);
    String rest = path(url).substring(route.path().length());
    try {
      Reply reply =
          route
              .endpoint()
              .answer(
                  new ApiRequest(
                      method, rest, query, "", Body.of(body.getBytes(StandardCharsets.UTF_8))));
      if (reply instanceof BlockingRead read) {
        var unused = store.ask(read, answers::add, failure -> {});
      } else if (reply instanceof Answer answer) {
        answers.add(answer);
      }
    } catch (HttpError e) {
      answers.add(Answer.of(e));
    }
    return answers;
  }

  /** Whether it is answered on the thread that all connections share. */
  boolean isQuick(String url) {
    return route(url).quick().test(query(url));
  }

  private Route route(String url) {
    return requireNonNull(router.find(path(url)));
  }

  private static String path(String url) {
    int at = url.indexOf('?');
    return at < 0 ? url : url.substring(0, at);
  }

  private static QueryParameters query(String url) {
    int at = url.indexOf('?');
    return QueryParameters.parse(at < 0 ? null : url.substring(at + 1));
  }

  /** Asks for what comes after the present. */
  List<Answer> await(String url, Duration time) {
    String index = requireNonNull(ask("GET", url, "").get(0).headers().get("X-Consul-Index"));
    String more = url.contains("?") ? "&" : "?";
    return ask("GET", url + more + "index=" + index + "&wait=" + time.toMillis() + "ms", "");
  }

  <T> T with(Function<State, T> work) {
    return store.with(work);
  }

  int waiting() {
    return store.waiting();
  }

  static String text(Answer answer) {
    StringBuilder text = new StringBuilder();
    answer.body().forEach(piece -> text.append(new String(piece, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
