package io.emperor.vassal.status;

/** What can happen to a vassal, as far as its state is concerned. */
public enum VassalEvent {
  /** Nothing is left any more of an earlier vassal of the same name. */
  PREDECESSOR_ENDED,
  /**
   * There is something to load: a file appeared or changed, the delay after a failure is over, or
   * an operator wants it so.
   */
  TRY,
  /** An attempt was under way when what served went down, and goes on. */
  CARRY_ON,
  /** A generation is loaded, and something that it depends on is not passing. */
  HELD_UP,
  /** A generation is loaded and can be started. */
  LOADED,
  /** A generation is started and registered. */
  READY,
  /** A generation of which nothing runs before somebody connects is registered. */
  RESTS,
  /** The generation that served has ended or does not answer; another one is on its way. */
  DOWN,
  /** A generation could not be loaded or started; the next attempt may succeed. */
  FAILED,
  /** A generation can't be run as it is: its file has to change first. */
  UNUSABLE,
  /** There is no app any more, only a configuration for one. */
  APP_MISSING,
  /** An operator stops the vassal, while its files stay. */
  STOP,
  /** An operator wants a stopped vassal to be tried again. */
  START,
  /** The vassal's files went away, or the emperor ends. */
  GONE,
  /** Everything of the vassal has ended. */
  ENDED
}
