package io.emperor.runtime;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app is loaded with.
 *
 * @param vassal the vassal's name
 * @param instance which instance of a vassal it is, if it is one: then {@code vassal} is the
 *     instance's name
 * @param serviceId the ID it will be registered under
 * @param generation which load of the app this is, from 1
 * @param source the file the user knows it by, for messages
 * @param copy the private copy that is run: a jar, or the directory that holds an unpacked war
 * @param dataDirectory where the app may keep data; need not exist
 * @param settings what the configuration hands to the app
 * @param ownLogging whether it logs with the SLF4J that it carries; {@code null} when that is to be
 *     found out
 * @param trustsProxy whether requests for its servlets are from where their headers say
 * @param pressure when it asks for reinforcement by itself; {@code null} for never
 */
public record Launch(
    String vassal,
    @Nullable Instance instance,
    String serviceId,
    int generation,
    Path source,
    Path copy,
    Path dataDirectory,
    Map<String, String> settings,
    @Nullable Boolean ownLogging,
    boolean trustsProxy,
    @Nullable Pressure pressure) {

  /** Of a vassal that has no instances. */
  public Launch(
      String vassal,
      String serviceId,
      int generation,
      Path source,
      Path copy,
      Path dataDirectory,
      Map<String, String> settings,
      @Nullable Boolean ownLogging,
      boolean trustsProxy) {
    this(
        vassal,
        null,
        serviceId,
        generation,
        source,
        copy,
        dataDirectory,
        settings,
        ownLogging,
        trustsProxy,
        null);
  }
}
