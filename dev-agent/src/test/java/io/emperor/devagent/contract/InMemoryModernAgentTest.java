package io.emperor.devagent.contract;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dev agent keeps what newer versions' sources say. */
class InMemoryModernAgentTest extends AgentContract {

  @RegisterExtension
  static final RunningAgent AGENT =
      new RunningAgent(() -> InMemoryAgent.start(ConsulProfile.MODERN));
}
