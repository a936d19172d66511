package io.emperor.vassal.watch;

import org.jspecify.annotations.Nullable;

/** What looks at an app from time to time while it serves. Used by the vassal's queue alone. */
public final class Watches {

  private @Nullable HealthWatch health;
  private @Nullable IdleWatch idle;

  /** One that was started. */
  public void of(HealthWatch started) {
    health = started;
  }

  /** One that was started. */
  public void of(IdleWatch started) {
    idle = started;
  }

  /** The app is asked nothing until {@link #goOn}. */
  public void pause() {
    if (health != null) {
      health.end();
    }
  }

  /** It is asked again. */
  public void goOn() {
    if (health != null) {
      health = health.again();
    }
  }

  /** It is not asked how it is any more. */
  public void endHealth() {
    pause();
    health = null;
  }

  /** It is left where it is, however long nobody asks for it. */
  public void endIdle() {
    if (idle != null) {
      idle.end();
      idle = null;
    }
  }
}
