package io.emperor.vassal.step;

import java.util.concurrent.CompletableFuture;

/**
 * One step of a start, for any number of vassals: what it has made is kept in the generation. It
 * runs on the vassal's queue, which it must not block; but those up to the load may wait for files,
 * and run on threads that are there for that.
 */
public interface Step {

  /** What a step answers that is over at once. */
  CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** One word, for people. */
  String name();

  /**
   * Does it.
   *
   * @return completed when it is done, or with why it could not be; then nothing of it is left
   * @throws Exception why it could not be done
   */
  CompletableFuture<Void> run(Generation generation) throws Exception;

  /**
   * Takes back what it has done: called on the queue, once, when all that came after it is taken
   * back.
   *
   * @return completed when that is done, or with why it could not be
   */
  default CompletableFuture<Void> undo(Generation generation) {
    return DONE;
  }
}
