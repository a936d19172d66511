package io.emperor.vassal.step;

import java.util.concurrent.CompletableFuture;

/**
 * Does nothing, as names and leads in the fleet are the app's to ask for; taken back, the app has
 * none any more before its service is gone.
 */
final class NamesStep implements Step {

  @Override
  public String name() {
    return "names";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    return DONE;
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    return generation.app().releaseNames();
  }
}
