package io.emperor.consul;

import java.io.IOException;

/** Says which agent is asked next. Safe for use by many threads. */
interface Route {

  /** The agent to ask now. */
  AgentAddress first();

  /** Takes note that an agent gave no answer, or none of use. */
  void failed(AgentAddress agent, IOException why);

  /** A route to one agent, whatever happens. */
  static Route only(AgentAddress agent) {
    return new Only(agent);
  }

  /** The same agent each time. */
  record Only(AgentAddress first) implements Route {
    @Override
    public void failed(AgentAddress agent, IOException why) {}
  }
}
