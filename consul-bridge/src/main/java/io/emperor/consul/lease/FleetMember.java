package io.emperor.consul.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An emperor of the fleet.
 *
 * @param emperor its name
 * @param state what is known of it
 * @param labels its labels
 * @param version its version
 * @param admin where its admin endpoint is, as a URL; {@code null} for none
 * @param since when it joined, by its own clock
 * @param leaseAge how long ago its lease was last seen to change; {@code null} if it has none
 * @param names how many names its apps have
 */
public record FleetMember(
    String emperor,
    State state,
    Map<String, String> labels,
    String version,
    @Nullable String admin,
    Instant since,
    @Nullable Duration leaseAge,
    int names) {

  /** What an emperor can be to the others. */
  public enum State {
    /** It has said that it is there, and holds no lease, because it needs none. */
    IDLE,
    /** It renews its lease. */
    LIVE,
    /** Its lease was not renewed in time: whoever needs what it has takes it over. */
    LAPSED,
    /** It has ended and said so. */
    LEFT,
    /** It was taken over from. */
    DEAD
  }

  /** Copies the labels. */
  public FleetMember {
    labels = Map.copyOf(labels);
  }
}
