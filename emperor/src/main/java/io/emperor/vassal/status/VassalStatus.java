package io.emperor.vassal.status;

import io.emperor.api.Health;
import io.emperor.consul.registration.RegistrationView;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a vassal at one moment. Immutable.
 *
 * @param name the vassal's name
 * @param app the file that people know it by: its app, or its configuration where there is none
 * @param state where it is in its life
 * @param reason why it is there, in one line; empty when there is nothing to say
 * @param since when the state began
 * @param generation the generation that serves, or the last that was tried
 * @param attempt the last generation that was tried, whatever became of it
 * @param trying whether that attempt is under way
 * @param restarts how often it was tried again by itself, after a crash or a failed start
 * @param service what it is registered as, or was last
 * @param health what it last said of itself
 * @param maintenance whether it is in Consul's maintenance mode at an operator's word
 * @param registration how it stands with its registration; {@code null} while it has none
 * @param nextAttempt when it is tried again by itself; {@code null} when that is not planned
 */
public record VassalStatus(
    String name,
    Path app,
    VassalState state,
    String reason,
    Instant since,
    int generation,
    int attempt,
    boolean trying,
    int restarts,
    ServiceIdentity service,
    Health health,
    boolean maintenance,
    @Nullable RegistrationView registration,
    @Nullable Instant nextAttempt) {

  VassalStatus with(RegistrationView view) {
    return new VassalStatus(
        name,
        app,
        state,
        reason,
        since,
        generation,
        attempt,
        trying,
        restarts,
        service,
        health,
        maintenance,
        view,
        nextAttempt);
  }

  /**
   * The port it serves on.
   *
   * @return 0 for none
   */
  public int port() {
    return service.port();
  }
}
