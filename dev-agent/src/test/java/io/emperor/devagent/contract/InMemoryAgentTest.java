package io.emperor.devagent.contract;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The dev agent keeps the contract. */
class InMemoryAgentTest extends NeighbourContract {

  @RegisterExtension static final RunningAgent AGENT = new RunningAgent(InMemoryAgent::start);
}
