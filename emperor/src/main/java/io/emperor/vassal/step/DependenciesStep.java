package io.emperor.vassal.step;

import io.emperor.vassal.watch.DependencyWait;
import io.emperor.vassal.watch.ServiceWatches;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waits for the services that the vassal depends on, unless it serves already, or is to rest. */
final class DependenciesStep implements Step {

  private final ServiceWatches services;

  DependenciesStep(StepContext context) {
    services = context.services();
  }

  @Override
  public String name() {
    return "dependencies";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    Vassal vassal = generation.vassal();
    List<String> names = generation.config().dependsOn();
    if (isUp(vassal) || generation.isResting() || names.isEmpty()) {
      return DONE;
    }
    CompletableFuture<Void> passing = new CompletableFuture<>();
    DependencyWait waiting =
        new DependencyWait(names, generation.queue(), seen -> tell(seen, passing, vassal));
    generation.waitsFor(passing);
    var unused = passing.whenComplete((done, failure) -> waiting.end());
    try {
      vassal.heldUp(waiting.reason());
      waiting.start(services);
    } catch (RuntimeException | Error e) {
      waiting.end();
      throw e;
    }
    return passing;
  }

  private static boolean isUp(Vassal vassal) {
    Generation current = vassal.current();
    return vassal.serves() && current != null && !current.isResting();
  }

  private static void tell(DependencyWait seen, CompletableFuture<Void> passing, Vassal vassal) {
    if (seen.isOver()) {
      passing.complete(null);
    } else {
      vassal.heldUp(seen.reason());
    }
  }
}
