package io.emperor.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emperor.consul.name.SlotId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an emperor says of itself to the others of its fleet, as JSON in one key. Immutable.
 *
 * @param draining whether it wants to run nothing
 * @param vassals those with instances whose files it has, by name
 * @param instances those it runs, by name
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record EmperorReport(
    @JsonProperty("draining") boolean draining,
    @JsonProperty("vassals") Map<String, Offer> vassals,
    @JsonProperty("instances") Map<String, InstanceReport> instances) {

  /** Of an emperor that has said nothing. */
  static final EmperorReport NONE = new EmperorReport(false, Map.of(), Map.of());

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Copies the maps. */
  public EmperorReport {
    vassals = vassals == null ? Map.of() : new TreeMap<>(vassals);
    instances = instances == null ? Map.of() : new TreeMap<>(instances);
  }

  Optional<InstanceReport> instance(SlotId slot) {
    return Optional.ofNullable(instances.get(slot.toString()));
  }

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is JSON", e);
    }
  }

  /** What can't be read was written by somebody else: then nothing is known of the emperor. */
  static EmperorReport read(byte[] bytes) {
    try {
      EmperorReport read = JSON.readValue(bytes, EmperorReport.class);
      return read == null ? NONE : read;
    } catch (IOException e) {
      return NONE;
    }
  }
}
