package io.emperor.consul;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What should be in Consul under one service ID.
 *
 * @param definition the service, {@code null} for none
 * @param inSync whether the agent has confirmed it
 * @param refused whether the agent refused it, so that only a new token or time can help
 * @param waiting completed when the agent has confirmed it
 */
record Want(
    @Nullable ServiceDefinition definition,
    boolean inSync,
    boolean refused,
    List<CompletableFuture<Void>> waiting) {

  static Want of(ServiceDefinition definition, CompletableFuture<Void> waiting) {
    return new Want(definition, false, false, List.of(waiting));
  }

  /** Another want in this one's place. Whoever waits for this one waits for that one then. */
  Want replacedBy(@Nullable ServiceDefinition next, @Nullable CompletableFuture<Void> also) {
    List<CompletableFuture<Void>> all = new ArrayList<>(waiting);
    if (also != null) {
      all.add(also);
    }
    return new Want(next, false, false, List.copyOf(all));
  }

  /** Whether the agent will be told of it soon. */
  boolean isPending() {
    return !inSync && !refused;
  }

  Want confirmed() {
    return new Want(definition, true, false, List.of());
  }

  Want outOfSync() {
    return new Want(definition, false, false, waiting);
  }

  Want asRefused() {
    return new Want(definition, false, true, waiting);
  }
}
