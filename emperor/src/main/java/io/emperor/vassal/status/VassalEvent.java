package io.emperor.vassal.status;

/** What can happen to a vassal, as far as its state is concerned. */
public enum VassalEvent {
  /**
   * There is something to load: a file appeared or changed, the delay after a failure is over, or
   * an operator wants it so.
   */
  TRY,
  /** A generation is loaded, and something that it depends on is not passing. */
  HELD_UP,
  /** A generation is loaded and can be started. */
  LOADED,
  /** A generation is started and registered. */
  READY,
  /** The generation that served has ended or does not answer; another one is on its way. */
  DOWN,
  /** A generation could not be loaded or started; the next attempt may succeed. */
  FAILED,
  /** A generation can't be run as it is: its file has to change first. */
  UNUSABLE,
  /** There is no app any more, only a configuration for one. */
  APP_MISSING,
  /** The vassal's files went away, the emperor ends, or an operator stops the vassal. */
  GONE,
  /** Everything of the vassal has ended. */
  ENDED
}
