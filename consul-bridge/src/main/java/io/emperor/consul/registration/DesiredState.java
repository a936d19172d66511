package io.emperor.consul.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What should be in Consul under one service ID.
 *
 * @param definition the service, {@code null} for none
 * @param maintenance whether it should be in maintenance mode
 * @param inSync whether the agent has confirmed it
 * @param refused whether the agent refused it, so that only a new token or time can help
 * @param waiting completed when the agent has confirmed it
 */
record DesiredState(
    @Nullable ServiceDefinition definition,
    Maintenance maintenance,
    boolean inSync,
    boolean refused,
    List<CompletableFuture<Void>> waiting) {

  static DesiredState of(
      ServiceDefinition definition, Maintenance maintenance, CompletableFuture<Void> waiting) {
    return new DesiredState(definition, maintenance, false, false, List.of(waiting));
  }

  /** That nothing is there. */
  static DesiredState none() {
    return new DesiredState(null, Maintenance.asFound(), false, false, List.of());
  }

  /** Another want in this one's place. Whoever waits for this one waits for that one then. */
  DesiredState replacedBy(@Nullable ServiceDefinition next, CompletableFuture<Void> also) {
    return new DesiredState(next, maintenance, false, false, with(List.of(also)));
  }

  /** Another maintenance mode for the same service. */
  DesiredState maintainedBy(Maintenance next, CompletableFuture<Void> also) {
    return new DesiredState(definition, next, false, false, with(List.of(also)));
  }

  /** The want of somebody who takes the ID while what was there before is not gone yet. */
  DesiredState takenOverBy(DesiredState next) {
    Maintenance mode = next.maintenance.isOn() ? next.maintenance : maintenance.takenOver();
    return new DesiredState(next.definition, mode, false, false, with(next.waiting));
  }

  private List<CompletableFuture<Void>> with(List<CompletableFuture<Void>> also) {
    List<CompletableFuture<Void>> all = new ArrayList<>(waiting);
    all.addAll(also);
    return List.copyOf(all);
  }

  /** Whether the agent will be told of it soon. */
  boolean isPending() {
    return !inSync && !refused;
  }

  DesiredState confirmed() {
    return new DesiredState(definition, maintenance.confirmed(), true, false, List.of());
  }

  DesiredState outOfSync() {
    return new DesiredState(definition, maintenance, false, false, waiting);
  }

  /** The same at another agent. */
  DesiredState elsewhere() {
    return new DesiredState(definition, maintenance.elsewhere(), false, false, waiting);
  }

  DesiredState asRefused() {
    return new DesiredState(definition, maintenance, false, true, waiting);
  }
}
