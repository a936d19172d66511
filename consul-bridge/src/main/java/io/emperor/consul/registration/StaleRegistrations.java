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
  private final Placement pin;
  private final OpenProblem complaint;
  private final Meters meters;
  private volatile @Nullable String twin; // an ID of an earlier run's

  StaleRegistrations(String owner, Placement pin, OpenProblem complaint, Meters meters) {
    this.owner = owner;
    this.pin = pin;
    this.complaint = complaint;
    this.meters = meters;
  }

  /** Removes what was left at agents that were gone, once they answer. */
  void cleanUp() {
    pin.left()
        .forEach(
            (left, idThere) -> {
              if (left.isIdentified() && pin.station().isIdentified() && !left.contact().isLost()) {
                cleanUp(left, idThere);
              }
            });
  }

  private void cleanUp(AgentConnection left, String idThere) {
    try {
      if (left.isOtherThan(pin.station()) && left.services().deregister(idThere, owner)) {
        meters.corrected();
      }
      pin.cleaned(left);
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
      if (pin.station().services().deregister(other, owner)) {
        removed.accept(other);
      }
      twin = null;
    } catch (ConsulException e) {
      failed(pin.station(), e);
    }
  }

  private void failed(AgentConnection at, ConsulException failure) {
    if (Failures.refusal(failure).isPresent()) {
      complaint.about(failure); // the next comparison tries again
    } else {
      at.trouble().failed(failure);
    }
  }
}
