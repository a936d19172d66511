package io.emperor.vassal.step;

import io.emperor.api.Health;
import io.emperor.runtime.App;
import io.emperor.runtime.StartTurns;
import io.emperor.runtime.owner.Ownership;
import io.emperor.vassal.status.CheckOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts the app and asks it for its health. What serves is not replaced by what says of itself
 * that it does not work.
 */
final class StartStep implements Step {

  private final StartTurns turns;

  StartStep(StepContext context) {
    turns = context.turns();
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) throws IOException {
    if (generation.isOnDemand()) {
      return started(generation); // nothing of it runs, or somebody waits for it
    }
    CompletableFuture<StartTurns.Turn> turn = turns.next();
    if (turn.isDone()) {
      return started(generation, turn.join());
    }
    generation.waitsFor(turn);
    generation.vassal().waits("waits until others have started");
    return turn.thenComposeAsync(
        now -> {
          if (!generation.vassal().isWanted()) { // it was given up after its turn had come
            now.over();
            throw new CancellationException();
          }
          try {
            return started(generation, now);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        generation.queue());
  }

  private static CompletableFuture<Void> started(Generation generation, StartTurns.Turn turn)
      throws IOException {
    try {
      return started(generation).whenComplete((done, failure) -> turn.over());
    } catch (IOException | RuntimeException | Error e) {
      turn.over();
      throw e;
    }
  }

  private static CompletableFuture<Void> started(Generation generation) throws IOException {
    Ownership owned = generation.files().owned().orElse(null);
    if (owned != null) {
      owned.requireUnchanged();
    }
    Vassal vassal = generation.vassal();
    App app = generation.app();
    Duration limit = generation.config().startTimeout();
    vassal.starting();
    app.whileStarting(words -> generation.queue().execute(() -> vassal.appWaits(words)));
    CompletableFuture<Void> starting = app.start(limit);
    generation.waitsFor(starting);
    return starting
        .thenCompose(done -> app.health(limit))
        .thenAcceptAsync(said -> accept(generation, CheckOutput.of(said)), generation.queue());
  }

  private static void accept(Generation generation, Health said) {
    if (generation.vassal().serves() && said.status() == Health.Status.CRITICAL) {
      throw new CompletionException(new UnhealthyException(said));
    }
    generation.measured(said);
  }
}
