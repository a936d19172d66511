package io.emperor.vassal.step;

import io.emperor.consul.name.HeldSlot;
import io.emperor.monitor.VassalSource;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the slots of the fleet that this emperor has. Safe for use by many threads. */
@FunctionalInterface
public interface Slots {

  /**
   * Finds the slot that an instance runs in.
   *
   * @return {@code null} for what is no instance, or has lost its slot
   */
  @Nullable HeldSlot apply(VassalSource source);

  /**
   * Finds the file by which an instance can ask for another one beside it.
   *
   * @return empty for what can't
   */
  default Optional<Path> control(VassalSource source) {
    return Optional.empty();
  }
}
