package io.emperor.vassal.step;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one generation has come in the list of steps: runs them in their order, and takes back
 * what was done in the opposite one, however far that was. Used by the vassal's queue alone, but
 * that {@link #load} runs elsewhere, before anything else does.
 */
final class Steps {

  private static final Logger log = LoggerFactory.getLogger(Steps.class);

  private final StepList list;
  private final Generation generation;
  private final Executor queue;
  private final Deque<Step> done = new ArrayDeque<>(); // the latest first
  private CompletableFuture<Void> undoing = Step.DONE;

  Steps(StepList list, Generation generation, Executor queue) {
    this.list = list;
    this.generation = generation;
    this.queue = queue;
  }

  /**
   * Runs those that get and read files: on the calling thread, until one has to wait for more than
   * files, and then on others.
   *
   * @param loaders threads that may wait for files
   */
  CompletableFuture<Void> load(Executor loaders) {
    return load(list.loading().iterator(), loaders);
  }

  private CompletableFuture<Void> load(Iterator<Step> rest, Executor loaders) {
    try {
      while (rest.hasNext()) {
        Step step = rest.next();
        CompletableFuture<Void> running = ran(step);
        if (!running.isDone()) {
          return running.thenComposeAsync(
              over -> {
                done.push(step);
                return load(rest, loaders);
              },
              loaders);
        }
        Void unused = running.join();
        done.push(step);
      }
      return Step.DONE;
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Runs the others, as long as the generation is wanted.
   *
   * @return completed on the queue: also with what a step has thrown, or a {@link
   *     CancellationException} if the generation is not wanted any more
   */
  CompletableFuture<Void> start() {
    CompletableFuture<Void> before = Step.DONE;
    for (Step step : list.starting()) {
      before = before.thenCompose(over -> next(step));
    }
    return before;
  }

  private CompletableFuture<Void> next(Step step) {
    if (!generation.vassal().isWanted()) {
      return CompletableFuture.failedFuture(new CancellationException());
    }
    try {
      return onQueue(ran(step)).thenRun(() -> done.push(step));
    } catch (RuntimeException | Error e) {
      log.error("{} of this vassal failed inside the emperor", step.name(), e);
      return CompletableFuture.failedFuture(e);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Void> ran(Step step) throws Exception {
    try {
      return step.run(generation);
    } catch (Exception | Error e) {
      log.debug("generation {}: {} failed", generation.number(), step.name());
      throw e;
    }
  }

  /** What is over is gone on from at once, so that nothing comes between two such steps. */
  private CompletableFuture<Void> onQueue(CompletableFuture<Void> step) {
    return step.isDone() ? step : step.whenCompleteAsync((over, failure) -> {}, queue);
  }

  /**
   * Takes back what was done and not taken back yet, backwards; after a first call there is nothing
   * left to do for a second. What fails stops nothing.
   *
   * @param which the steps that are to be taken back
   * @return completed normally in any case, on the queue, when all is over that was to be taken
   *     back so far
   */
  CompletableFuture<Void> undo(Predicate<Step> which) {
    List<Step> chosen = done.stream().filter(which).toList();
    done.removeAll(chosen);
    for (Step step : chosen) {
      undoing = undoing.thenCompose(over -> undone(step));
    }
    return undoing;
  }

  private CompletableFuture<Void> undone(Step step) {
    CompletableFuture<Void> over;
    try {
      over = step.undo(generation);
    } catch (RuntimeException | Error e) {
      over = CompletableFuture.failedFuture(e);
    }
    return onQueue(over)
        .exceptionally(
            failure -> {
              log.error(
                  "generation {}: {} could not be taken back",
                  generation.number(),
                  step.name(),
                  failure instanceof CompletionException ? failure.getCause() : failure);
              return null;
            });
  }
}
