package io.emperor.vassal;

import io.emperor.api.Health;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a vassal at one moment.
 *
 * @param name the vassal's name
 * @param state where it is in its life
 * @param reason why it is there, in one line; empty when there is nothing to say
 * @param since when the state began
 * @param generation the generation that serves, or the last that was tried
 * @param port the port it serves on, 0 for none
 * @param health what it last said of itself
 * @param nextAttempt when it is tried again by itself; {@code null} when that is not planned
 */
public record VassalStatus(
    String name,
    VassalState state,
    String reason,
    Instant since,
    int generation,
    int port,
    Health health,
    @Nullable Instant nextAttempt) {

  static VassalStatus waiting(String name, Instant now) {
    return new VassalStatus(
        name, VassalState.WAITING, "", now, 0, 0, Health.critical("not started"), null);
  }

  VassalStatus in(VassalState next, String why, Instant now) {
    Instant begun = next == state ? since : now;
    return new VassalStatus(name, next, why, begun, generation, port, health, null);
  }

  VassalStatus trying(int number) {
    return new VassalStatus(name, state, reason, since, number, port, health, nextAttempt);
  }

  VassalStatus serving(int number, int on, Health measured) {
    return new VassalStatus(name, state, reason, since, number, on, measured, nextAttempt);
  }

  VassalStatus with(Health measured) {
    return new VassalStatus(name, state, reason, since, generation, port, measured, nextAttempt);
  }

  VassalStatus planned(Instant attempt) {
    return new VassalStatus(name, state, reason, since, generation, port, health, attempt);
  }
}
