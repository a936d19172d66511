package io.emperor.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of a vassal, with all that they have started. */
final class MarkedProcesses {

  private MarkedProcesses() {}

  /**
   * Finds them by what stands in their environment.
   *
   * @param agent the Consul agent that they were told, to tell them from those of other tests
   */
  static List<ProcessHandle> of(String vassal, String agent) {
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains("EMPEROR_VASSAL=" + vassal + "\0"))
        .filter(process -> environment(process).contains(agent))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
