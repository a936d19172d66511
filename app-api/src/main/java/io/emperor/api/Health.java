package io.emperor.api;

import java.util.Objects;

/**
 * How an app or a service is, in Consul's terms. Immutable.
 *
 * @param status the status of the check
 * @param note one line for people, shown as the check's output; may be empty
 */
public record Health(Status status, String note) {

  /** The statuses of a Consul check, the best first. */
  public enum Status {
    /** Works; other apps find it. */
    PASSING,
    /** Works, but something needs attention; {@code ?passing} leaves it out. */
    WARNING,
    /** Does not work. */
    CRITICAL
  }

  private static final Health PASSING = new Health(Status.PASSING, "");

  /** Neither part may be {@code null}. */
  public Health {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(note, "note");
  }

  /**
   * A passing health without a note.
   *
   * @return the health
   */
  public static Health passing() {
    return PASSING;
  }

  /**
   * A passing health.
   *
   * @param note one line for people
   * @return the health
   */
  public static Health passing(String note) {
    return new Health(Status.PASSING, note);
  }

  /**
   * A health of {@link Status#WARNING}.
   *
   * @param note one line for people: what needs attention
   * @return the health
   */
  public static Health warning(String note) {
    return new Health(Status.WARNING, note);
  }

  /**
   * A health of {@link Status#CRITICAL}.
   *
   * @param note one line for people: what does not work
   * @return the health
   */
  public static Health critical(String note) {
    return new Health(Status.CRITICAL, note);
  }

  /**
   * Whether the status is {@link Status#PASSING}.
   *
   * @return {@code true} if it is
   */
  public boolean isPassing() {
    return status == Status.PASSING;
  }
}
