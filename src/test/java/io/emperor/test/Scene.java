package io.emperor.test;

import io.emperor.consul.ConsulAgentProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Consul agent and an emperor named {@code tester} that registers with it. */
record Scene(ConsulAgentProcess agent, ConsulView consul, EmperorProcess emperor)
    implements AutoCloseable {

  /** Starts both; the emperor watches {@code vassals}, and has these options besides. */
  static Scene start(Path data, Path vassals, String... more) {
    ConsulAgentProcess agent = ConsulAgentProcess.start();
    EmperorProcess emperor = emperor(data, agent.httpAddress(), vassals.toString(), more);
    return new Scene(agent, new ConsulView(agent.httpAddress()), emperor);
  }

  /** Starts the emperor alone. */
  static EmperorProcess emperor(Path data, String agent, String vassals, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--consul-agent", agent, "--vassals", vassals, "--name", "tester"));
    options.addAll(List.of(more));
    return EmperorProcess.start(data, options.toArray(String[]::new));
  }

  /** The processes of one of the emperor's vassals, by what stands in their environment. */
  List<ProcessHandle> processes(String vassal) {
    return MarkedProcesses.of(vassal, agent.httpAddress());
  }

  @Override
  public void close() {
    emperor.close();
    agent.close();
  }
}
