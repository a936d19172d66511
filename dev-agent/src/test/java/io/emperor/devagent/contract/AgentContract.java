package io.emperor.devagent.contract;

import org.junit.jupiter.api.Nested;

/**
 * All families. A kind of agent runs them by a class that extends this one and starts the agent.
 */
abstract class AgentContract {

  @Nested
  class Status extends StatusContract {}
}
