package io.emperor.fleet;

/** Something that can't be asked of the fleet as it is. The message says why, and what to do. */
public final class FleetRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  private FleetRefusedException(String message, boolean unknown) {
    super(message);
    this.unknown = unknown;
  }

  static FleetRefusedException unknown(String message) {
    return new FleetRefusedException(message, true);
  }

  static FleetRefusedException refused(String message) {
    return new FleetRefusedException(message, false);
  }

  /** Whether there is nothing of the name that was given. */
  public boolean isUnknown() {
    return unknown;
  }
}
