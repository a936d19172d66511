package io.emperor.devagent;

import static java.util.Objects.requireNonNull;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.endpoint.Routes;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Router;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.http.Watchers;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.RequestLine;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the classes of an answer loaded by a second thread while the first loads Jetty's: loading
 * classes is what a JVM's first agent spends most of its start on.
 */
final class Rehearsal {

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private Rehearsal() {}

  /** Begins it in a JVM that has had none. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(Rehearsal::run, "dev-agent-rehearsal");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** One answer of an agent that nobody can reach. */
  private static void run() {
    AgentIdentity self = new AgentIdentity("", "", "", 0, ConsulProfile.V1_8);
    InstantSource clock = InstantSource.system();
    Timer never = (delay, task) -> () -> {};
    Watchers watchers = new Watchers(never, Runnable::run, 0);
    Store store =
        new Store(self, clock, never, (probe, found) -> () -> {}, watchers, new MemoryLimit(0));
    RequestLine line = RequestLine.parse("GET", "/v1/status/leader");
    Route route = requireNonNull(new Router(Routes.of(self, store, clock)).find(line.path()));
    QueryParameters query = QueryParameters.parse(line.query());
    ApiRequest request = new ApiRequest(line.method(), "", query, "", Body.NONE);
    if (route.endpoint().answer(request) instanceof Answer answer) {
      answer.body().forEach(piece -> {});
    }
  }
}
