package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Meters;
import io.emperor.consul.http.OpenProblem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is still registered of a service and should not be: at agents that it has left, and under an
 * earlier run's ID. Used by the service's writer alone, apart from {@link #twin}.
 */
final class StaleRegistrations {

  private final String owner;
  private final Placement placement;
  private final OpenProblem problem;
  private final Meters meters;
  private volatile @Nullable String twin; // an ID of an earlier run's

  StaleRegistrations(String owner, Placement placement, OpenProblem problem, Meters meters) {
    this.owner = owner;
    this.placement = placement;
    this.problem = problem;
    this.meters = meters;
  }

  /** Removes what was left at agents that were gone, once they answer. */
  void cleanUp() {
    placement
        .left()
        .forEach(
            (left, idThere) -> {
              if (left.isIdentified()
                  && placement.connection().isIdentified()
                  && !left.reachability().isLost()) {
                cleanUp(left, idThere);
              }
            });
  }

  private void cleanUp(AgentConnection left, String idThere) {
    try {
      if (left.isOtherThan(placement.connection()) && left.services().deregister(idThere, owner)) {
        meters.corrected();
      }
      placement.cleaned(left);
    } catch (ConsulException e) {
      failed(left, e);
    }
  }

  /** The agent has the service under another ID, too, that differs by case. */
  void twin(String other) {
    twin = other;
  }

  /**
   * Removes the twin.
   *
   * @param removed told its ID: the catalog takes both for one, so the service is gone there, too
   */
  void removeTwin(Consumer<String> removed) {
    String other = twin;
    if (other == null) {
      return;
    }
    try {
      if (placement.connection().services().deregister(other, owner)) {
        removed.accept(other);
      }
      twin = null;
    } catch (ConsulException e) {
      failed(placement.connection(), e);
    }
  }

  private void failed(AgentConnection at, ConsulException failure) {
    if (Failures.refusal(failure).isPresent()) {
      problem.about(failure); // the next comparison tries again
    } else {
      at.trigger().failed(failure);
    }
  }
}
