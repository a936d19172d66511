package io.emperor.devagent.contract;

import org.junit.jupiter.api.Nested;

/** All families, and those of an agent that reaches what listens on the tests' own loopback. */
abstract class NeighbourContract extends AgentContract {

  @Nested
  class HttpCheck extends HttpCheckContract {}

  @Nested
  class HttpCheckRequest extends HttpCheckRequestContract {}

  @Nested
  class TcpCheck extends TcpCheckContract {}

  @Nested
  class CheckRound extends CheckRoundContract {}
}
