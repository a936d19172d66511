package io.emperor.devagent.contract;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dev agent keeps the contract. */
@Tag("jdk")
class InMemoryAgentTest extends NeighbourContract {

  @RegisterExtension
  static final RunningAgent AGENT = new RunningAgent(() -> InMemoryAgent.start(ConsulProfile.V1_8));
}
