package io.emperor.consul.name;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one try to get a name has come to. */
sealed interface Attempt {

  /** The app has it. */
  record Got(HeldName name) implements Attempt {}

  /**
   * It has not.
   *
   * @param holder the emperor of who has it, if that is known
   * @param pause until another try may be worth while although nobody has said so, if it may
   */
  record Taken(@Nullable String holder, @Nullable Duration pause) implements Attempt {}
}
