package io.emperor.consul.app;

import io.emperor.api.ConsulException;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.watch.QueryHttp;
import java.util.List;

/**
 * The passing instances of a service as the emperor itself reads them. What it reads is what the
 * leader says: that there is none has consequences. Safe for use by many threads.
 */
public final class PassingInstances {

  private final String name;
  private final AgentHttp http;
  private final ContinuousReads continuous;

  /**
   * Asks nothing yet.
   *
   * @throws ConsulException if it can't be a service's name
   */
  public PassingInstances(String name, AgentHttp http, ContinuousReads continuous) {
    this.name = Names.checked("reading service '" + name + "'", name);
    this.http = http;
    this.continuous = continuous;
  }

  /**
   * Watches the instances.
   *
   * @param changed told that they may have changed; must not block
   */
  public Watch watch(Runnable changed) {
    return continuous.watchService(name, instances -> changed.run());
  }

  /**
   * Asks for every passing instance.
   *
   * @return what the leader knows, after it made sure that it is the leader
   * @throws ConsulException if nobody says so; FORBIDDEN if the token may not see all of them
   */
  public List<ServiceInstance> all() {
    String what = "reading service '" + name + "'";
    InstancesOf question = new InstancesOf(null, name, null);
    AgentHttp.Answer<Instances> answer =
        http.ask(
            what,
            AppQuery.reading(question.address(http.url()), ConsistencyMode.CONSISTENT, null)
                .build(),
            question::read);
    if (question.isNothing(answer.value())) {
      if (answer.isFiltered()) {
        throw Failures.of(what, http.agents(), false, AgentRefusal.hidden());
      }
      if (!QueryHttp.isOfALeader(answer.headers())) {
        throw Failures.of(what, http.agents(), false, AgentRefusal.leaderless());
      }
    }
    return answer.value().healthy();
  }
}
