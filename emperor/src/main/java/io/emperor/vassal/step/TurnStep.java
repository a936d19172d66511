package io.emperor.vassal.step;

import io.emperor.runtime.StartTurns;
import java.util.concurrent.CompletableFuture;

/**
 * Waits until others have started, where many start at once. What has to make way for it is not
 * asked to before: it serves as long.
 */
final class TurnStep implements Step {

  private final StartTurns turns;

  TurnStep(StepContext context) {
    turns = context.turns();
  }

  @Override
  public String name() {
    return "turn";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    if (generation.isOnDemand()) {
      return DONE; // nothing of it runs, or somebody waits for it
    }
    CompletableFuture<StartTurns.Turn> turn = turns.next();
    if (!turn.isDone()) {
      generation.waitsFor(turn);
      generation.vassal().waits("waits until others have started");
    }
    return turn.thenAccept(now -> generation.onceStarted(now::over));
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.hasStarted();
    return DONE;
  }
}
