package io.emperor.consul;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of the agent that tests speak to: the real Consul, or, where the system property
 * {@code consul.profile} says {@code modern}, the dev agent as a model of a newer one. The tests
 * that can take either have the tag {@code agent}.
 */
final class AgentCommand {

  private static final boolean MODERN = "modern".equals(System.getProperty("consul.profile"));

  private static final String NODE = "node-1";

  private AgentCommand() {}

  /** Whether the agent is a model of a newer Consul. */
  static boolean isNewer() {
    return MODERN;
  }

  /** What the agent's node is called. */
  static String node() {
    return MODERN ? "dev-agent" : NODE;
  }

  /**
   * The words of the command.
   *
   * @param httpPort where the API answers, if the configuration does not turn that off
   * @param directory for the configuration
   * @param hcl more configuration, may be empty
   * @throws IllegalStateException if the model can't be configured so
   */
  static List<String> of(int httpPort, Path directory, String hcl) throws IOException {
    return MODERN ? model(httpPort, hcl) : consul(httpPort, directory, hcl);
  }

  private static List<String> consul(int httpPort, Path directory, String hcl) throws IOException {
    Path config = Files.writeString(directory.resolve("agent.hcl"), hcl);
    List<String> command = new ArrayList<>();
    command.add(ConsulBinary.find().toString());
    command.addAll(List.of("agent", "-dev", "-bind", "127.0.0.1", "-client", "127.0.0.1"));
    command.addAll(List.of("-node", NODE, "-dns-port", "-1", "-grpc-port", "-1"));
    // By default a development agent writes a line about every service at every change of any.
    command.addAll(List.of("-log-level", "info"));
    if (!hcl.contains("http = -1")) {
      command.addAll(List.of("-http-port", String.valueOf(httpPort)));
    }
    command.addAll(List.of("-server-port", String.valueOf(FreePort.find())));
    command.addAll(List.of("-serf-lan-port", String.valueOf(FreePort.find())));
    command.addAll(List.of("-serf-wan-port", String.valueOf(FreePort.find())));
    command.addAll(List.of("-config-file", config.toString()));
    return command;
  }

  /** Out of the class path of the tests, which run in a module that has the dev agent. */
  private static List<String> model(int httpPort, String hcl) {
    if (!hcl.isEmpty()) {
      throw new IllegalStateException("a test for the real Consul alone, because of: " + hcl);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.emperor.devagent.Main");
    command.addAll(List.of("--consul", "modern", "--port", String.valueOf(httpPort)));
    return command;
  }
}
