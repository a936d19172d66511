package io.emperor.consul.http;

import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import java.util.List;

/** Which agent a request goes to. Safe for use by many threads. */
public interface AgentRoute {

  /** The agents in the order in which they should be asked now; never empty. */
  List<AgentAddress> candidates();

  /** The agent to ask if only one is asked. */
  default AgentAddress first() {
    return candidates().get(0);
  }

  /** An agent did not serve a request: the others come first for a while. */
  void failed(AgentAddress agent, IOException why);

  /** The same way, for requests whose failure says nothing of the agent. */
  default AgentRoute unblamed() {
    AgentRoute blamed = this;
    return new AgentRoute() {
      @Override
      public List<AgentAddress> candidates() {
        return blamed.candidates();
      }

      @Override
      public void failed(AgentAddress agent, IOException why) {}
    };
  }

  /** A way that always leads to one agent. */
  static AgentRoute only(AgentAddress agent) {
    List<AgentAddress> one = List.of(agent);
    return new AgentRoute() {
      @Override
      public List<AgentAddress> candidates() {
        return one;
      }

      @Override
      public void failed(AgentAddress failed, IOException why) {}
    };
  }
}
