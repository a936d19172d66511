package io.emperor.vassal.inputs;

import java.util.Optional;

/**
 * Has so many emperors of the fleet take a change of a vassal at once. Safe for use by many
 * threads.
 */
public interface Turns {

  /** Hears how it goes, on a thread that may wait. */
  interface Listener {

    /**
     * It is not the time yet, or will not be.
     *
     * @param words why, in one line
     */
    void waits(String words);

    /** The change may be taken now; not called once the turn is over. */
    void taken();
  }

  /** What was asked for. */
  interface Turn {

    /**
     * The change has been taken, or is not to be taken any more; once is enough. Does not wait.
     *
     * @param failure why it could not be taken, in one line: nobody else takes it then
     */
    void over(Optional<String> failure);
  }

  /**
   * Asks for a turn. Does not wait.
   *
   * @param vassal its name
   * @param atOnce how many emperors may be at it, 1 at least
   * @param revision what tells the change from others
   */
  Turn ask(String vassal, int atOnce, String revision, Listener listener);
}
