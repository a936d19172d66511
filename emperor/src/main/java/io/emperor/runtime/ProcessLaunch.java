package io.emperor.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an app in a process of its own is started with.
 *
 * @param vassal the vassal's name
 * @param serviceId the ID it will be registered under
 * @param generation which load of the app this is, from 1
 * @param words the program and its arguments
 * @param environment what the configuration adds to the environment
 * @param directory where it runs
 * @param port the port that it is told to listen on; 0 for a worker, which is told none
 * @param probe how it is asked whether it works
 */
public record ProcessLaunch(
    String vassal,
    String serviceId,
    int generation,
    List<String> words,
    Map<String, String> environment,
    Path directory,
    int port,
    Probe probe) {}
