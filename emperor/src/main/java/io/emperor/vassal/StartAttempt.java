package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.config.EffectiveConfig;
import io.emperor.monitor.VassalSource;
import io.emperor.provisioning.InputsView;
import io.emperor.runtime.ToldFailures;
import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.status.VassalEvent;
import io.emperor.vassal.step.Generation;
import io.emperor.vassal.step.Leftovers;
import io.emperor.vassal.step.StartProblem;
import io.emperor.vassal.step.Step;
import io.emperor.vassal.step.Vassal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to have a generation serve: has it go through its steps, and hands it over, or ends
 * it. Used by its supervisor's queue alone, but for the loading.
 */
final class StartAttempt implements Vassal {

  private static final Logger log = LoggerFactory.getLogger(StartAttempt.class);

  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  static final String FAILED_INSIDE = "a step of this vassal failed inside the emperor";

  /** Who makes attempts, and is told what becomes of them. On the queue. */
  interface Owner {

    /** It is loaded: what it was configured with is known. */
    void loaded(EffectiveConfig effective);

    /** It waits for others, which may take for ever. */
    void heldUp();

    /** Somebody waits for a generation that rests. */
    void asked();

    /** Nobody asks for it any more, and it serves. */
    void idle();

    /** What it has started from has changed, and it serves. */
    CompletableFuture<Void> inputsChanged();

    /** It has come to nothing, and has left nothing behind. */
    void failed(StartAttempt attempt, Throwable failure);

    /** Its generation serves. */
    void succeeded();
  }

  private final int number;
  private final VassalSource source;
  private final Generation generation;
  private final SupervisorContext context;
  private final SerialQueue queue;
  private final StatusRecorder status;
  private final PendingTasks pending;
  private final ActiveService service;
  private final Owner owner;
  private @Nullable Future<?> heldUpTooLong;

  StartAttempt(
      int number,
      VassalSource source,
      Leftovers left,
      boolean asked,
      ToldFailures told,
      SupervisorContext context,
      SerialQueue queue,
      StatusRecorder status,
      PendingTasks pending,
      ActiveService service,
      Owner owner) {
    this.number = number;
    this.source = source;
    this.context = context;
    this.queue = queue;
    this.status = status;
    this.pending = pending;
    this.service = service;
    this.owner = owner;
    generation = new Generation(context.steps(), source, number, left, asked, this, told, queue);
  }

  /** Whether it was made because somebody wants the app to run. */
  boolean isAsked() {
    return generation.isAsked();
  }

  int number() {
    return number;
  }

  /** Whether no other attempt has come between; asked by the thread that loads, too. */
  @Override
  public boolean isWanted() {
    return status.life().attempt() == number;
  }

  /** What its generation needs; empty if that is nothing. Can be asked on any thread. */
  Optional<InputsView> inputs() {
    return generation.inputsView();
  }

  void begin() {
    log.info("loading generation {} from {}", number, source.file());
    pending.add(
        Step.DONE
            .thenComposeAsync(begun -> generation.load(context.loaders()), context.loaders())
            .whenCompleteAsync((done, failure) -> {}, queue)
            .thenCompose(done -> start())
            .thenRun(this::takeOver)
            .exceptionallyCompose(this::ended)
            .handleAsync((done, failure) -> endedAtLast(failure), queue));
  }

  /** What serves must not go on under a name that its files do not bear any more. */
  StartProblem problem(Throwable failure) {
    Generation serving = service.current();
    boolean disowned = serving != null && generation.isOfAnotherOwner(serving);
    return disowned ? StartProblem.ofDisowned(failure) : StartProblem.of(failure);
  }

  /** Completed when its generation enters service, or with why it does not. */
  CompletableFuture<Void> outcome() {
    return generation.inService();
  }

  /** Gives up what it waits for, and interrupts a start. Can be called more than once. */
  void abandon() {
    if (heldUpTooLong != null) {
      heldUpTooLong.cancel(false);
    }
    generation.interrupt();
  }

  private CompletableFuture<Void> start() {
    owner.loaded(generation.effective());
    return generation.start();
  }

  private void takeOver() {
    service.takeOver(generation);
    owner.succeeded();
  }

  private CompletableFuture<Void> ended(Throwable failure) {
    if (service.is(generation)) {
      return CompletableFuture.failedFuture(failure); // it serves in any case
    }
    Throwable reason = generation.explained(failure);
    return service.end(generation).thenRunAsync(() -> failed(reason), queue);
  }

  private void failed(Throwable reason) {
    boolean unused =
        generation
            .inService()
            .completeExceptionally(isWanted() ? reason : new CancellationException());
    owner.failed(this, reason);
  }

  /** A failure that could not be told, for want of memory say, is told in a few words at least. */
  private @Nullable Void endedAtLast(@Nullable Throwable failure) {
    if (failure != null) {
      log.error(FAILED_INSIDE, failure);
      if (status.life().trying()) {
        failed(failure);
      }
    }
    return null;
  }

  @Override
  public @Nullable Generation current() {
    return service.current();
  }

  @Override
  public boolean serves() {
    return service.serves();
  }

  @Override
  public void makeWay(Generation next, String why) {
    boolean served = serves();
    service.makeWay(next, why);
    if (served) {
      status.carriesOn();
    }
  }

  @Override
  public CompletableFuture<Void> portFree() {
    return service.portFree();
  }

  @Override
  public void heldUp(String reason) {
    owner.heldUp();
    if (service.rests()) {
      boolean unused = status.waits(reason);
    } else {
      status.move(VassalEvent.HELD_UP, reason);
    }
    if (heldUpTooLong == null) {
      heldUpTooLong =
          context
              .timer()
              .schedule(
                  () -> queue.execute(this::turnAway),
                  generation.config().startTimeout().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  /** Who waits for what rests does not wait for what it waits for, too, for ever. */
  private void turnAway() {
    if (isWanted() && !service.is(generation)) {
      service.turnAway(TRY_AGAIN);
    }
  }

  @Override
  public CompletableFuture<Void> inputsChanged() {
    return service.is(generation) ? owner.inputsChanged() : Step.DONE;
  }

  @Override
  public void asked() {
    if (service.is(generation)) {
      owner.asked();
    }
  }

  @Override
  public void idle() {
    if (service.is(generation)) {
      owner.idle();
    }
  }

  @Override
  public void remark(String words) {
    if (service.is(generation)) {
      status.remark(words);
    }
  }

  @Override
  public void starting() {
    if (heldUpTooLong != null) {
      heldUpTooLong.cancel(false);
      service.holdPort();
    }
    status.move(VassalEvent.LOADED, "");
  }

  @Override
  public void waits(String what) {
    boolean unused = status.waits(what);
  }

  @Override
  public void appWaits(String words) {
    String what = serves() ? String.format(Locale.ROOT, "generation %d %s", number, words) : words;
    if (isWanted() && status.waits(what)) {
      log.info("{}", what);
    }
  }

  @Override
  public void measured(Health health) {
    service.measured(generation, health);
  }
}
