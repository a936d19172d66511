package io.emperor.provisioning.database;

/** How it stands at the gate. */
public sealed interface DatabaseOutcome {

  /**
   * The program may start.
   *
   * @param database its name, for people
   * @param version that its schema is at; empty for none
   */
  record Ready(String database, String version) implements DatabaseOutcome {}

  /**
   * It may be another time.
   *
   * @param reason one line without any secret
   * @param isRefused whether the server answers and refuses: asking it again soon is of no use
   */
  record Waits(String reason, boolean isRefused) implements DatabaseOutcome {}

  /**
   * Somebody has to mend it.
   *
   * @param reason one line without any secret
   */
  record Broken(String reason) implements DatabaseOutcome {}
}
