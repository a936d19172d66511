package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.ToldFailures;
import io.emperor.runtime.UnusableAppException;
import io.emperor.vassal.status.CheckOutput;
import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.status.VassalEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to have a generation serve: loads it, waits for what it depends on, starts it, and
 * hands it over. Used by its supervisor's queue alone, but for the loading.
 */
final class StartAttempt {

  private static final Logger log = LoggerFactory.getLogger(StartAttempt.class);

  static final String FAILED_INSIDE = "a step of this vassal failed inside the emperor";

  /** Who makes attempts, and is told what becomes of them. On the queue. */
  interface Owner {

    /** It is loaded: what it was configured with is known. */
    void loaded(Generation generation);

    /** It waits for others, which may take for ever. */
    void heldUp();

    /** It has come to nothing, and has left nothing behind. */
    void failed(StartAttempt attempt, Throwable failure);

    /** Its generation serves. */
    void succeeded();
  }

  private final int number;
  private final VassalSource source;
  private final Leftovers left;
  private final ToldFailures told;
  private final SupervisorContext context;
  private final SerialQueue queue;
  private final StatusRecorder status;
  private final PendingTasks pending;
  private final ActiveService service;
  private final Owner owner;

  private @Nullable DependencyWait heldUp;
  private @Nullable CompletableFuture<Void> start;

  StartAttempt(
      int number,
      VassalSource source,
      Leftovers left,
      ToldFailures told,
      SupervisorContext context,
      SerialQueue queue,
      StatusRecorder status,
      PendingTasks pending,
      ActiveService service,
      Owner owner) {
    this.number = number;
    this.source = source;
    this.left = left;
    this.told = told;
    this.context = context;
    this.queue = queue;
    this.status = status;
    this.pending = pending;
    this.service = service;
    this.owner = owner;
  }

  int number() {
    return number;
  }

  /** Whether no other attempt has come between; asked by the thread that loads, too. */
  boolean isWanted() {
    return status.life().attempt() == number;
  }

  void begin() {
    log.info("loading generation {} from {}", number, source.file());
    pending.add(
        CompletableFuture.supplyAsync(this::load, context.loaders())
            .handleAsync(this::loaded, queue)
            .handleAsync((done, failure) -> loadedAtLast(failure), queue));
  }

  /** Gives up what it waits for, and interrupts a start. Can be called more than once. */
  void abandon() {
    if (heldUp != null) {
      heldUp.end();
      pending.add(heldUp.generation().end(queue));
      heldUp = null;
    }
    if (start != null) {
      start.cancel(true);
    }
  }

  private Generation load() {
    try {
      if (left.library()) {
        context.nursery().collect(source.name());
      }
      return context.nursery().load(source, number, left.port(), this::isWanted).after(told);
    } catch (UnusableAppException | MissingAppException | IOException e) {
      throw new CompletionException(e);
    }
  }

  /** A failure that could not be told, for want of memory say, is told in a few words at least. */
  private @Nullable Void loadedAtLast(@Nullable Throwable failure) {
    if (failure != null) {
      log.error(FAILED_INSIDE, failure);
      failed(status.life().trying() ? failure : null);
    }
    return null;
  }

  private @Nullable Void loaded(@Nullable Generation generation, @Nullable Throwable failure) {
    if (generation != null) {
      owner.loaded(generation);
    }
    if (generation == null) {
      failed(failure);
    } else if (!isWanted()) {
      pending.add(service.end(generation));
    } else if (!service.serves() && !generation.config().dependsOn().isEmpty()) {
      step(generation, () -> holdUp(generation));
    } else {
      step(generation, () -> start(generation));
    }
    return null;
  }

  /** Whatever a step throws ends the attempt, which would seem to be under way for ever. */
  private void step(Generation generation, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (service.is(generation)) {
        throw e; // it serves in any case
      }
      log.error(FAILED_INSIDE, e);
      endFailed(generation, e);
    }
  }

  private void endFailed(Generation generation, @Nullable Throwable failure) {
    pending.add(service.end(generation).thenRunAsync(() -> failed(failure), queue));
  }

  private void failed(@Nullable Throwable failure) {
    if (failure != null) {
      owner.failed(this, failure);
    }
  }

  private void holdUp(Generation generation) {
    DependencyWait waiting = new DependencyWait(generation, queue, this::dependenciesSeen);
    heldUp = waiting;
    owner.heldUp();
    status.move(VassalEvent.HELD_UP, waiting.reason());
    waiting.start(context.lookout());
  }

  private void dependenciesSeen(DependencyWait waiting) {
    if (waiting.isOver()) {
      waiting.end();
      heldUp = null;
      step(waiting.generation(), () -> start(waiting.generation()));
    } else {
      status.move(VassalEvent.HELD_UP, waiting.reason());
    }
  }

  private void start(Generation generation) {
    Optional<String> blocked = service.blocks(generation);
    if (blocked.isPresent()) {
      makeWay(generation, blocked.get());
    } else if (!generation.app().isProgram() || generation.config().servicePort() == 0) {
      startNow(generation);
      return;
    }
    CompletableFuture<Void> portFree = service.portFree();
    if (!portFree.isDone()) {
      boolean unused =
          status.waits(
              String.format(Locale.ROOT, "waits for port %d", generation.config().servicePort()));
    }
    pending.add(
        portFree.thenRunAsync(() -> step(generation, () -> startIfWanted(generation)), queue));
  }

  private void makeWay(Generation generation, String why) {
    boolean served = service.serves();
    service.makeWay(generation, why);
    if (served) {
      status.carriesOn();
    }
  }

  private void startIfWanted(Generation generation) {
    if (!isWanted()) {
      pending.add(service.end(generation));
    } else {
      startNow(generation);
    }
  }

  private void startNow(Generation generation) {
    status.move(VassalEvent.LOADED, "");
    Duration limit = generation.config().startTimeout();
    generation.app().whileStarting(words -> queue.execute(() -> waits(words)));
    CompletableFuture<Void> starting = generation.app().start(limit);
    start = starting;
    pending.add(
        starting
            .thenCompose(done -> generation.app().health(limit))
            .handle((measured, failure) -> (Runnable) () -> started(generation, measured, failure))
            .thenAcceptAsync(started -> step(generation, started), queue));
  }

  private void waits(String words) {
    String what =
        service.serves() ? String.format(Locale.ROOT, "generation %d %s", number, words) : words;
    if (isWanted() && status.waits(what)) {
      log.info("{}", what);
    }
  }

  private void started(
      Generation generation, @Nullable Health measured, @Nullable Throwable failure) {
    Throwable problem = failure;
    if (measured != null && isWanted()) {
      start = null;
      problem = service.takeOver(generation, CheckOutput.of(measured));
      if (problem == null) {
        owner.succeeded();
        return;
      }
    }
    endFailed(generation, problem == null ? null : generation.explained(problem));
  }
}
