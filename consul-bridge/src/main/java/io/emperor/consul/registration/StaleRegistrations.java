package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.OpenProblem;
import org.jspecify.annotations.Nullable;

/**
 * What is registered of a service where it should not be: at agents that it has moved away from,
 * and under an ID that differs by case, which an earlier run has written. Used by the service's
 * writer alone, but for {@link #foundAs}.
 */
final class StaleRegistrations {

  private final String owner;
  private final Placement placement;
  private final OpenProblem problem;
  private final RegistrationContext context;
  private volatile @Nullable String twin;

  /**
   * None known.
   *
   * @param owner the emperor's name: only what carries it in Consul is ever touched
   */
  StaleRegistrations(
      String owner, Placement placement, OpenProblem problem, RegistrationContext context) {
    this.owner = owner;
    this.placement = placement;
    this.problem = problem;
    this.context = context;
  }

  /** The agent has the service under another ID, too, that differs by case. */
  void foundAs(String other) {
    twin = other;
  }

  /**
   * Removes the other ID. The catalog takes both for one: what removes it removes the service, too.
   *
   * @return the ID if something was removed; {@code null} if nothing was
   */
  @Nullable String removeTwin() {
    String other = twin;
    if (other == null) {
      return null;
    }
    AgentConnection connection = placement.station();
    try {
      boolean removed = connection.services().deregister(other, owner);
      twin = null;
      return removed ? other : null;
    } catch (ConsulException e) {
      failed(connection, e);
      return null;
    }
  }

  /** Removes what was left at agents that were gone, once they answer. */
  void removeElsewhere() {
    placement
        .left()
        .forEach(
            (left, idThere) -> {
              if (left.isIdentified()
                  && placement.station().isIdentified()
                  && !left.contact().isLost()) {
                remove(left, idThere);
              }
            });
  }

  private void remove(AgentConnection left, String idThere) {
    try {
      if (left.isOtherThan(placement.station()) && left.services().deregister(idThere, owner)) {
        context.meters().corrected();
      }
      placement.cleaned(left);
    } catch (ConsulException e) {
      failed(left, e);
    }
  }

  private void failed(AgentConnection connection, ConsulException failure) {
    if (Failures.refusal(failure).isPresent()) {
      problem.about(failure); // the next comparison tries again
    } else {
      connection.trouble().failed(failure);
    }
  }
}
