package io.emperor.runtime;

import java.nio.file.Path;
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
    int port) {}
