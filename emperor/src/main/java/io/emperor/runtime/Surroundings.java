package io.emperor.runtime;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the programs of one generation of a vassal find around them.
 *
 * @param vassal the vassal's name
 * @param serviceId the ID it will be registered under
 * @param generation which load of the vassal this is, from 1
 * @param environment what the configuration adds to the environment
 * @param directory where they run
 * @param port the port of the app that is told; 0 for none
 */
public record Surroundings(
    String vassal,
    String serviceId,
    int generation,
    Map<String, String> environment,
    Path directory,
    int port) {

  /**
   * A program to run in them.
   *
   * @param words the program and its arguments
   * @param agent the Consul agent's address
   */
  Program program(List<String> words, String agent) {
    Map<String, String> variables = new HashMap<>();
    if (port != 0) {
      variables.put("PORT", Integer.toString(port));
      variables.put("SERVER_PORT", Integer.toString(port));
    }
    variables.put("CONSUL_HTTP_ADDR", agent);
    // The emperor registers it: its own registration would be a second instance of one process,
    // and the ghost of a crash, because a port is not given twice.
    variables.put("SPRING_CLOUD_CONSUL_DISCOVERY_REGISTER", "false");
    variables.putAll(environment);
    variables.put("EMPEROR_VASSAL", vassal);
    variables.put("EMPEROR_SERVICE_ID", serviceId);
    return new Program(words, variables, directory);
  }
}
