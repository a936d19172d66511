package io.emperor.devagent.base;

/** Who this agent says it is. */
public record AgentIdentity(
    String nodeId, String nodeName, String host, int port, ConsulProfile profile) {

  public static final String DATACENTER = "dc1";

  /** Where the servers of a real agent talk to each other. Nothing listens there. */
  public static final int SERVER_PORT = 8300;

  public String server() {
    return host + ":" + SERVER_PORT;
  }

  public String http() {
    return host + ":" + port;
  }
}
