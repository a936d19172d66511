package io.emperor.vassal.inputs;

import java.util.concurrent.CompletableFuture;

/** The vassal that has got inputs, as far as their change concerns it. Told on any thread. */
public interface InputsChange {

  /** What is waited for is something else now. */
  void waits();

  /** The vassal is to be reloaded, for something else would be given now. */
  void reload();

  /**
   * The process to be told of a change, once it is in service: one that is on its way may not know
   * the signal yet, and be ended by it.
   *
   * @return its ID; 0 if there is none; never completed if it does not come to that
   */
  CompletableFuture<Long> process();
}
