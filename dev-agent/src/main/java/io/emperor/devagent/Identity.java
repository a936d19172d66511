package io.emperor.devagent;

/** Who this agent says it is. */
record Identity(String nodeId, String nodeName, String host, int port, ConsulProfile profile) {

  static final String DATACENTER = "dc1";

  /** Where the servers of a real agent talk to each other. Nothing listens there. */
  static final int SERVER_PORT = 8300;

  String server() {
    return host + ":" + SERVER_PORT;
  }

  String http() {
    return host + ":" + port;
  }
}
