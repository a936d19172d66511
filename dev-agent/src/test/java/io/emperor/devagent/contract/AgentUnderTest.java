package io.emperor.devagent.contract;

import java.net.URI;

/** An agent that is running and that the contract is held against. */
interface AgentUnderTest extends AutoCloseable {

  /** Where its HTTP API answers, without a path. */
  URI baseUri();

  @Override
  void close();
}
