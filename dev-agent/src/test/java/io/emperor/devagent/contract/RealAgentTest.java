package io.emperor.devagent.contract;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract is what the real agent does. */
class RealAgentTest extends NeighbourContract {

  @RegisterExtension static final RunningAgent AGENT = new RunningAgent(RealAgent::start);
}
