package io.emperor.runtime.process;

import java.util.concurrent.CompletableFuture;

/** Has programs frozen that run for as long as a lease is held, once that is over. Thread safe. */
public interface Fencing {

  /**
   * Has a process frozen with all that it starts.
   *
   * @return done once it would be; the process must do nothing before. Fails with an {@link
   *     java.io.IOException} if that is not possible
   */
  CompletableFuture<Void> add(FencedProcess process);

  /** Has a process frozen no more, which has ended. */
  void remove(FencedProcess process);

  /** Done once nothing is being frozen any more, because the lease is held. */
  CompletableFuture<Void> holds();
}
