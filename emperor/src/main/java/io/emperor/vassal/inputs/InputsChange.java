package io.emperor.vassal.inputs;

import java.util.concurrent.CompletableFuture;

/** The vassal that has got inputs, as far as their change concerns it. Told on any thread. */
public interface InputsChange {

  /** Completed when the generation is in service; otherwise with why it is not. */
  CompletableFuture<Void> inService();

  /** What is waited for is something else now. */
  void waits();

  /**
   * The vassal is to be reloaded, for something else would be given now.
   *
   * @return completed when its next generation is in service; otherwise with why it is not, or with
   *     a {@link java.util.concurrent.CancellationException} if it is not wanted any more
   */
  CompletableFuture<Void> reload();

  /**
   * The process to be told of a change, once it is in service: one that is on its way may not know
   * the signal yet, and be ended by it.
   *
   * @return its ID; 0 if there is none; completed as {@link #inService} is
   */
  CompletableFuture<Long> process();
}
