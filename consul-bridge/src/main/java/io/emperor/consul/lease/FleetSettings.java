package io.emperor.consul.lease;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an emperor is in its fleet.
 *
 * @param fleet the fleet's name: letters, digits, dots, dashes and underscores
 * @param labels what others know it by; {@code emperor} and {@code host} are among them
 * @param version the emperor's version, for people
 * @param admin where its admin endpoint is, as a URL; {@code null} for none
 * @param times the times of its lease
 * @param alone whether nobody else has ever used the agent's data, as with an agent of the
 *     emperor's own: then a name without a key is free from the start
 */
public record FleetSettings(
    String fleet,
    Map<String, String> labels,
    String version,
    @Nullable String admin,
    LeaseTimes times,
    boolean alone) {

  /** The fleet of an emperor that was told nothing of one. */
  public static final String DEFAULT_NAME = "default";

  /** Copies the labels. */
  public FleetSettings {
    labels = Map.copyOf(labels);
  }

  /** In a fleet of several. */
  public FleetSettings(
      String fleet,
      Map<String, String> labels,
      String version,
      @Nullable String admin,
      LeaseTimes times) {
    this(fleet, labels, version, admin, times, false);
  }

  /** The same with an agent of the emperor's own. */
  public FleetSettings withOwnAgent() {
    return new FleetSettings(fleet, labels, version, admin, times, true);
  }

  /** Without labels and an endpoint, as tests and tools have it. */
  public static FleetSettings plain() {
    return new FleetSettings(DEFAULT_NAME, Map.of(), "", null, LeaseTimes.DEFAULT);
  }
}
