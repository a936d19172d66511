package io.emperor.devagent.contract;

import io.emperor.devagent.DevAgent;
import io.emperor.devagent.base.ConsulProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/** The dev agent, in the tests' own JVM. */
record InMemoryAgent(DevAgent agent) implements AgentUnderTest {

  static InMemoryAgent start(ConsulProfile profile) {
    try {
      return new InMemoryAgent(DevAgent.start(0, profile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI baseUri() {
    return URI.create("http://" + agent.address());
  }

  @Override
  public void close() {
    agent.close();
  }
}
