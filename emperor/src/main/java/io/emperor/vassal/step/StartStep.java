package io.emperor.vassal.step;

import io.emperor.api.Health;
import io.emperor.runtime.App;
import io.emperor.runtime.owner.Ownership;
import io.emperor.vassal.status.CheckOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts the app and asks it for its health. What serves is not replaced by what says of itself
 * that it does not work.
 */
final class StartStep implements Step {

  @Override
  public String name() {
    return "start";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) throws IOException {
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
        .thenAcceptAsync(said -> accept(generation, CheckOutput.of(said)), generation.queue())
        .whenComplete((over, failure) -> generation.hasStarted());
  }

  private static void accept(Generation generation, Health said) {
    if (generation.vassal().serves() && said.status() == Health.Status.CRITICAL) {
      throw new CompletionException(new UnhealthyException(said));
    }
    generation.measured(said);
  }

  /** A new generation started, but says of itself that it does not work. */
  static final class UnhealthyException extends Exception {

    private static final long serialVersionUID = 1L;

    UnhealthyException(Health health) {
      super("it started, but its health() is critical: " + health.note());
    }
  }
}
