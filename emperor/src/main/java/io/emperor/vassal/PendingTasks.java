package io.emperor.vassal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on for a vassal outside its queue, and has to be over before the vassal has ended. Used
 * by its supervisor's queue alone.
 */
final class PendingTasks {

  private static final Logger log = LoggerFactory.getLogger(PendingTasks.class);

  private final Executor queue;
  private final List<CompletableFuture<?>> pending = new ArrayList<>();

  PendingTasks(Executor queue) {
    this.queue = queue;
  }

  void add(CompletableFuture<?> task) {
    pending.add(task);
    var unused =
        task.whenCompleteAsync(
            (done, failure) -> {
              pending.removeIf(known -> known == task);
              if (failure != null) {
                log.error(StartAttempt.FAILED_INSIDE, failure);
              }
            },
            queue);
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Runs something on the queue when all that is pending now is over, whatever became of it. */
  void afterwards(Runnable next) {
    var unused =
        CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
            .whenCompleteAsync((done, failure) -> next.run(), queue);
  }
}
