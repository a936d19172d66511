package io.emperor.devagent.contract;

import io.emperor.consul.ConsulAgentProcess;
import java.net.URI;

/** The real Consul binary on a free loopback port. */
record RealAgent(ConsulAgentProcess process) implements AgentUnderTest {

  static RealAgent start() {
    return new RealAgent(ConsulAgentProcess.start());
  }

  @Override
  public URI baseUri() {
    return URI.create("http://" + process.httpAddress());
  }

  @Override
  public void close() {
    process.close();
  }
}
