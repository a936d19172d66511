package io.emperor.devagent.contract;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The real agent in a container keeps the contract, too: no case depends on how it was started. */
class ContainerAgentTest extends AgentContract {

  @RegisterExtension static final RunningAgent AGENT = new RunningAgent(ContainerAgent::start);
}
