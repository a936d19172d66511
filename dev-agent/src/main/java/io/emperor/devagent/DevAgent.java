package io.emperor.devagent;

import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.TimerThread;
import io.emperor.devagent.http.Limits;
import java.io.IOException;
import java.net.BindException;
import java.time.InstantSource;

/**
 * A Consul-compatible agent in this JVM: one node, one datacenter, nothing on disk. It listens on
 * loopback only. Thread safe; to be closed by whoever started it.
 */
public final class DevAgent implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int LAST_PORT = 65_535;

  private final AgentServer server;

  private DevAgent(AgentServer server) {
    this.server = server;
  }

  /**
   * Starts an agent that answers like Consul 1.8.
   *
   * @param port where it listens, 0 for any free port
   * @return the agent, which answers
   * @throws IOException if the port can't be had; the message names it
   */
  public static DevAgent start(int port) throws IOException {
    return start(port, ConsulProfile.V1_8);
  }

  /**
   * Starts an agent.
   *
   * @param port where it listens, 0 for any free port
   * @param profile which Consul it answers like
   * @return the agent, which answers
   * @throws IOException if the port can't be had; the message names it
   */
  public static DevAgent start(int port, ConsulProfile profile) throws IOException {
    return new DevAgent(
        AgentServer.start(
            HOST, port, profile, InstantSource.system(), new TimerThread(), Limits.DEFAULT));
  }

  /**
   * Starts an agent that answers like Consul 1.8 on a port or, if that is in use, on the next one
   * that is not.
   *
   * @param port the first port to try
   * @return the agent, which answers
   * @throws IOException if no port can be had
   */
  public static DevAgent startOnFirstFree(int port) throws IOException {
    return startOnFirstFree(port, ConsulProfile.V1_8);
  }

  /**
   * Starts an agent on a port or, if that is in use, on the next one that is not.
   *
   * @param port the first port to try
   * @param profile which Consul it answers like
   * @return the agent, which answers
   * @throws IOException if no port can be had
   */
  public static DevAgent startOnFirstFree(int port, ConsulProfile profile) throws IOException {
    for (int next = port; ; next++) {
      try {
        return start(next, profile);
      } catch (BindException e) {
        if (next >= LAST_PORT) {
          throw e;
        }
      }
    }
  }

  /**
   * Where the agent answers.
   *
   * @return host and port, {@code 127.0.0.1:8500} for example
   */
  public String address() {
    return server.address();
  }

  /** How many queries wait for news. */
  int waiting() {
    return server.waiting();
  }

  /** Ends the agent and everything that it knows; who waits for an answer gets none. */
  @Override
  public void close() {
    server.close();
  }
}
