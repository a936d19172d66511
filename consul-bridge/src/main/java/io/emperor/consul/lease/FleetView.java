package io.emperor.consul.lease;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as one emperor sees it.
 *
 * @param fleet the fleet's name
 * @param emperors all of it, in the order of their names
 * @param leaseHeld whether this emperor holds its lease now
 * @param leaseAge since when the last renewal that succeeded was sent; {@code null} without a lease
 * @param names how many names this emperor's apps have
 * @param problem why this emperor has no lease although it needs one, or could not read the fleet;
 *     {@code null} if all is well
 */
public record FleetView(
    String fleet,
    List<FleetMember> emperors,
    boolean leaseHeld,
    @Nullable Duration leaseAge,
    int names,
    @Nullable String problem) {

  /** Copies the list. */
  public FleetView {
    emperors = List.copyOf(emperors);
  }
}
