package io.emperor.config;

import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.Rebalance;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many instances of a vassal run in the fleet, and where. Immutable.
 *
 * @param instances how many at least; 0 for one on every emperor that has the vassal's files
 * @param mostInstances how many there may be when the vassal asks for reinforcement; {@code
 *     instances} where it can't
 * @param reinforceWhen when an instance asks by itself; {@code null} for never
 * @param singleton whether there is at most one at any moment
 * @param nodeSelector labels that an emperor must have
 * @param spread the label over whose values they are spread
 * @param maxPerEmperor how many one emperor may run; 0 for any number
 * @param rebalance when they move although they are well
 * @param onDisconnect what they do when their emperor's lease lapses
 * @param rescheduleAttempts failed starts before another emperor tries
 * @param rescheduleDelay how long an emperor on which they have failed leaves them to others
 * @param maxUnavailable how many may not be passing in a rolling update
 */
public record PlacementConfig(
    int instances,
    int mostInstances,
    @Nullable ReinforceConfig reinforceWhen,
    boolean singleton,
    Map<String, String> nodeSelector,
    String spread,
    int maxPerEmperor,
    Rebalance rebalance,
    OnDisconnect onDisconnect,
    int rescheduleAttempts,
    Duration rescheduleDelay,
    int maxUnavailable) {

  /** One on every emperor that has the files, whatever the others do. */
  public static final PlacementConfig EVERYWHERE =
      new PlacementConfig(
          0,
          0,
          null,
          false,
          Map.of(),
          "emperor",
          0,
          Rebalance.NEVER,
          OnDisconnect.KEEP,
          1,
          Duration.ZERO,
          1);

  /** Copies the map. */
  public PlacementConfig {
    nodeSelector = Map.copyOf(nodeSelector);
    Objects.requireNonNull(spread, "spread");
    Objects.requireNonNull(rebalance, "rebalance");
    Objects.requireNonNull(onDisconnect, "onDisconnect");
    Objects.requireNonNull(rescheduleDelay, "rescheduleDelay");
  }

  /** Whether reinforcements may make more of them. */
  public boolean isRange() {
    return mostInstances > instances;
  }

  /** Whether the fleet decides where it runs. */
  public boolean isPlaced() {
    return instances > 0;
  }
}
