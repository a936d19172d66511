package io.emperor.config;

import io.emperor.config.choice.ForwardedHeaders;
import io.emperor.config.choice.Isolation;
import io.emperor.config.choice.Reload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a vassal was told to be. Immutable, valid, with every default filled in; equal when nothing
 * that matters changed, wherever the values came from.
 *
 * @param serviceName name of the service in Consul
 * @param serviceId ID of the service, unique within the agent
 * @param serviceTags tags of the service
 * @param servicePort port the app is served on and registered with; 0 when none was given
 * @param serviceAddress address the service is registered with; {@code null} when none was given
 * @param serviceMeta metadata of the service, without the emperor's own
 * @param checkTtl TTL of the service's check
 * @param deregisterAfter Consul removes the service when it was critical this long
 * @param isolation where an app runs that provides a vassal
 * @param app absolute path of the app; {@code null} when {@code app:} names none
 * @param address where the app is fetched from; {@code null} when {@code app:} names no address
 * @param checksum what the app has to come to; {@code null} when nobody says
 * @param process how it is run and asked if it is a program
 * @param ownLogging whether an app logs with the SLF4J that it carries; {@code null} when that is
 *     to be found out
 * @param forwardedHeaders what is made of what a proxy says about requests for its servlets
 * @param unpackedLimit so many bytes may come out of a war
 * @param hooks what is run around its start and its stop
 * @param startTimeout how long the app may take to start
 * @param stopTimeout how long the app may take to stop
 * @param drain how long requests in flight may take to finish; may be zero
 * @param reload when the old generation ends in a reload
 * @param rest when nothing of it runs
 * @param dependsOn services that must be passing before the vassal starts, each once
 * @param placement how many run in the fleet, and where
 * @param inputs what has to be there before it starts, and follows what changes
 * @param settings map handed to the app, in the file's order
 */
public record VassalConfig(
    String serviceName,
    String serviceId,
    List<String> serviceTags,
    int servicePort,
    @Nullable String serviceAddress,
    Map<String, String> serviceMeta,
    Duration checkTtl,
    Duration deregisterAfter,
    Isolation isolation,
    @Nullable Path app,
    @Nullable AppAddress address,
    @Nullable Checksum checksum,
    ProcessConfig process,
    @Nullable Boolean ownLogging,
    ForwardedHeaders forwardedHeaders,
    long unpackedLimit,
    HookConfig hooks,
    Duration startTimeout,
    Duration stopTimeout,
    Duration drain,
    Reload reload,
    OnDemandConfig rest,
    List<String> dependsOn,
    PlacementConfig placement,
    InputsConfig inputs,
    Map<String, String> settings) {

  /** Copies the collections, keeping their order. */
  public VassalConfig {
    Objects.requireNonNull(serviceName, "serviceName");
    Objects.requireNonNull(serviceId, "serviceId");
    Objects.requireNonNull(checkTtl, "checkTtl");
    Objects.requireNonNull(deregisterAfter, "deregisterAfter");
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(forwardedHeaders, "forwardedHeaders");
    Objects.requireNonNull(hooks, "hooks");
    Objects.requireNonNull(startTimeout, "startTimeout");
    Objects.requireNonNull(stopTimeout, "stopTimeout");
    Objects.requireNonNull(drain, "drain");
    Objects.requireNonNull(reload, "reload");
    Objects.requireNonNull(rest, "rest");
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(inputs, "inputs");
    if (servicePort < 0 || servicePort > 65_535) {
      throw new IllegalArgumentException("servicePort " + servicePort + ": not in 0..65535");
    }
    serviceTags = List.copyOf(serviceTags);
    serviceMeta = Collections.unmodifiableMap(new LinkedHashMap<>(serviceMeta));
    dependsOn = dependsOn.stream().distinct().toList();
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Whether the emperor itself gives the variable that a text of the environment refers to.
   *
   * @param variable its name: {@code PORT}
   */
  public static boolean gives(String variable) {
    return Rules.isGiven(variable);
  }

  VassalConfig providedWith(Map<String, String> variables, Map<String, String> all) {
    return new VassalConfig(
        serviceName,
        serviceId,
        serviceTags,
        servicePort,
        serviceAddress,
        serviceMeta,
        checkTtl,
        deregisterAfter,
        isolation,
        app,
        address,
        checksum,
        process.in(variables),
        ownLogging,
        forwardedHeaders,
        unpackedLimit,
        hooks,
        startTimeout,
        stopTimeout,
        drain,
        reload,
        rest,
        dependsOn,
        placement,
        inputs,
        all);
  }

  /** Leaves the settings' values out, which may be secrets. */
  @Override
  public String toString() {
    return "VassalConfig[serviceName=%s, serviceId=%s, app=%s, settings=%s]"
        .formatted(serviceName, serviceId, app, settings.keySet());
  }
}
