package io.emperor.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.config.PlacementConfig;
import io.emperor.config.choice.Rebalance;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That an emperor has the files of a vassal with instances, and what they say.
 *
 * @param version tells their content apart
 * @param modified when the newest of them was written, milliseconds since 1970
 * @param instances how many there should be at least
 * @param most how many there may be when it asks for reinforcement; as many where it can't
 * @param singleton whether there may never be two
 * @param nodeSelector labels that an emperor must have
 * @param spread the label over whose values they are spread
 * @param maxPerEmperor how many one emperor may run, 0 for any number
 * @param rebalances whether they move to an emperor that has fewer
 * @param fixedPort whether each listens on the same port, of which a machine has one
 * @param maxUnavailable how many may not be passing in a rolling update
 * @param unable why this emperor leaves them to others for now
 * @param problem why what the files say by now can't be used: this is what they said before
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Offer(
    @JsonProperty("version") String version,
    @JsonProperty("modified") long modified,
    @JsonProperty("instances") int instances,
    @JsonProperty("most") int most,
    @JsonProperty("singleton") boolean singleton,
    @JsonProperty("nodeSelector") Map<String, String> nodeSelector,
    @JsonProperty("spread") String spread,
    @JsonProperty("maxPerEmperor") int maxPerEmperor,
    @JsonProperty("rebalances") boolean rebalances,
    @JsonProperty("fixedPort") boolean fixedPort,
    @JsonProperty("maxUnavailable") int maxUnavailable,
    @JsonProperty("unable") @Nullable String unable,
    @JsonProperty("problem") @Nullable String problem) {

  /** As many as a configuration may ask for. */
  static final int MOST = 9_999;

  /** What somebody else has written may be any number. */
  public Offer {
    instances = Math.max(0, Math.min(MOST, instances));
    most = Math.max(instances, Math.min(MOST, most));
    Objects.requireNonNull(version, "version");
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    spread = spread == null ? "emperor" : spread;
    maxUnavailable = Math.max(1, maxUnavailable);
  }

  static Offer of(
      PlacementConfig config,
      boolean fixedPort,
      String version,
      long modified,
      @Nullable String unable,
      @Nullable String problem) {
    return new Offer(
        version,
        modified,
        config.instances(),
        config.mostInstances(),
        config.singleton(),
        config.nodeSelector(),
        config.spread(),
        // One port can be listened on once.
        fixedPort ? 1 : config.maxPerEmperor(),
        config.rebalance() == Rebalance.ON_JOIN,
        fixedPort,
        config.maxUnavailable(),
        unable,
        problem);
  }

  /** Whether there may be more than at least. */
  boolean isRange() {
    return most > instances;
  }
}
