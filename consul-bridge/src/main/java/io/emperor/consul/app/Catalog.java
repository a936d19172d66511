package io.emperor.consul.app;

import io.emperor.api.ConsulException;
import io.emperor.api.Watch;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.Failures;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.watch.Query;
import io.emperor.consul.watch.QueryHttp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The catalog as the emperor itself reads it: which services and which nodes there are. What it
 * reads is what the leader says. Safe for use by many threads.
 */
public final class Catalog {

  private static final ServicesIn SERVICES = new ServicesIn(null);
  private static final NodesIn NODES = new NodesIn(null);

  private final AgentHttp http;
  private final ContinuousReads continuous;

  /** Asks nothing yet. */
  public Catalog(AgentHttp http, ContinuousReads continuous) {
    this.http = http;
    this.continuous = continuous;
  }

  /**
   * Watches the names of the services and their tags.
   *
   * @param changed told that they may have changed; must not block
   */
  public Watch watchServices(Runnable changed) {
    return continuous.watch(SERVICES, "the services", changed);
  }

  /**
   * Watches the nodes.
   *
   * @param changed told that they may have changed; must not block
   */
  public Watch watchNodes(Runnable changed) {
    return continuous.watch(NODES, "the nodes", changed);
  }

  /**
   * Asks for the services.
   *
   * @return their names in alphabetical order, and their tags
   * @throws ConsulException if no leader says so; FORBIDDEN if the token may see none of them
   */
  public Map<String, Set<String>> services() {
    return asked("reading the services", SERVICES, Map::isEmpty);
  }

  /**
   * Asks for the nodes.
   *
   * @throws ConsulException if no leader says so; FORBIDDEN if the token may see none of them
   */
  public List<CatalogNode> nodes() {
    return asked("reading the nodes", NODES, List::isEmpty);
  }

  private <T> T asked(String what, Query<T> question, Predicate<T> isNothing) {
    AgentHttp.Answer<T> answer =
        http.ask(
            what,
            AppQuery.reading(question.address(http.url()), ConsistencyMode.CONSISTENT, null)
                .build(),
            question::read);
    if (isNothing.test(answer.value())) {
      if (answer.isFiltered()) {
        throw Failures.of(what, http.agents(), false, AgentRefusal.hidden());
      }
      if (!QueryHttp.isOfALeader(answer.headers())) {
        throw Failures.of(what, http.agents(), false, AgentRefusal.leaderless());
      }
    }
    return answer.value();
  }
}
