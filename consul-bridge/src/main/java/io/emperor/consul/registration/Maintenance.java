package io.emperor.consul.registration;

/**
 * What is wanted of Consul's maintenance mode for one service. Immutable.
 *
 * @param mode what is wanted
 * @param reason what Consul shows as the check's notes; blank for Consul's own words
 */
public record Maintenance(Mode mode, String reason) {

  /** What is wanted. */
  enum Mode {
    /** Nothing: what somebody else has set stays as it is. */
    AS_FOUND,
    /** It is in maintenance, also when somebody else ends that. */
    ON,
    /** It is to be taken out once, whoever has put it there. */
    OFF,
    /** It was taken out, as the agent has confirmed; from then on as it is found. */
    ENDED
  }

  public static Maintenance asFound() {
    return new Maintenance(Mode.AS_FOUND, "");
  }

  public static Maintenance on(String reason) {
    return new Maintenance(Mode.ON, reason);
  }

  static Maintenance off() {
    return new Maintenance(Mode.OFF, "");
  }

  boolean isOn() {
    return mode == Mode.ON;
  }

  boolean isToBeEnded() {
    return mode == Mode.OFF;
  }

  Maintenance confirmed() {
    return isToBeEnded() ? new Maintenance(Mode.ENDED, "") : this;
  }

  /** The same at another agent, which may have the service from before. */
  Maintenance elsewhere() {
    return mode == Mode.ENDED ? off() : this;
  }

  /** What is wanted of it when the service ID is taken anew: the mode itself may be left over. */
  Maintenance takenOver() {
    return mode == Mode.AS_FOUND ? this : off();
  }
}
