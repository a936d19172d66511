package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.config.DurationFormat;
import io.emperor.config.EffectiveValue;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.ToldFailures;
import io.emperor.runtime.UnusableAppException;
import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.status.VassalDetail;
import io.emperor.vassal.status.VassalEvent;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one vassal. Whatever happens to it comes through one serial queue; calls into the app run
 * elsewhere and report back here. A reload is an attempt made while a generation serves: the new
 * one takes over when it is ready, and the old one stays if it is not.
 */
public final class Supervisor {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  /** Why an operator's vassal is where it is. */
  private static final String BY_OPERATOR =
      "stopped by an operator: it stays so until it is started";

  private static final String FAILED_INSIDE = "a step of this vassal failed inside the emperor";
  private static final String AFTER_ANOTHER = "waits for the one before it to end: wait a moment";

  private final SupervisorContext realm;
  private final SerialQueue queue;
  private final RestartBudget restarts;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  private final StatusRecorder standing;
  private final ToldFailures told = new ToldFailures();

  // From here on, touched by the queue alone.
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();
  private final List<CompletableFuture<Void>> awaiting = new ArrayList<>();
  private VassalSource source;
  private volatile List<EffectiveValue> configuration = List.of();
  private int attempt;

  /** Of the attempt under way, seen by the thread that loads it. */
  private AtomicBoolean wanted = new AtomicBoolean();

  private boolean predecessorEnded; // a vassal of this name that was there before
  private boolean ending;
  private @Nullable String maintenance; // why, at an operator's word
  private boolean halted; // by an operator, while its files stay
  private boolean deregistered = true;
  private @Nullable DependencyWait heldUp;
  private @Nullable CompletableFuture<Void> start;
  private @Nullable Future<?> retry;
  private @Nullable ServingGeneration serving;
  private boolean libraryHeld; // by classes of an earlier generation, which have ended
  private int keptPort; // of what has crashed, for the next attempt alone: it may be of no use
  private boolean down; // what should serve has ended, does not answer, or makes way
  private CompletableFuture<Void> portFree = CompletableFuture.completedFuture(null);
  private @Nullable HealthWatch health;

  public Supervisor(VassalSource source, SupervisorContext realm) {
    this.source = source;
    this.realm = realm;
    this.restarts = new RestartBudget(realm.restarts());
    this.queue = new SerialQueue(source.name(), realm.workers());
    this.standing = new StatusRecorder(source, realm.clock(), realm.watcher()::changed);
  }

  VassalStatus status() {
    return standing.now();
  }

  /** The status with what led to it. */
  VassalDetail detail() {
    return new VassalDetail(standing.now(), standing.past(), configuration);
  }

  /** The vassal's files are there, or are others than before: loads or reloads it. */
  void load(VassalSource found) {
    queue.execute(
        () -> {
          source = found;
          predecessorEnded = true;
          beginAnew();
          attempt();
        });
  }

  /**
   * Loads the vassal anew, whether its files have changed or not.
   *
   * @return completed, in any case, when that has succeeded or failed, or another attempt has come
   *     between
   */
  CompletableFuture<Void> reloaded() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    queue.execute(
        () -> {
          beginAnew();
          attempt();
          if (standing.now().trying()) {
            awaiting.add(over);
          } else {
            over.complete(null);
          }
        });
    return over;
  }

  /**
   * Begins to load the vassal anew, at an operator's word.
   *
   * @return completed when it has begun, or with a {@link VassalRefusedException}
   */
  CompletableFuture<VassalStatus> reload() {
    return asked(
        () -> {
          refuseIf(halted, "is stopped: start it");
          refuseIf(!predecessorEnded, AFTER_ANOTHER);
          beginAnew();
          attempt();
        });
  }

  /**
   * Stops the vassal at an operator's word, while its files stay: until {@link #resume}, whatever
   * happens to them. What is stopped already stays so.
   *
   * @return completed when that has begun, or with a {@link VassalRefusedException}
   */
  CompletableFuture<VassalStatus> halt() {
    return asked(
        () -> {
          if (!halted) {
            halted = true;
            leave("an operator stops it");
          }
        });
  }

  /**
   * Loads the vassal at an operator's word, if it does not run and is not on its way.
   *
   * @return completed when that has begun, or with a {@link VassalRefusedException}
   */
  CompletableFuture<VassalStatus> resume() {
    return asked(
        () -> {
          if (serves() || (!halted && standing.now().trying())) {
            return;
          }
          VassalState state = standing.now().state();
          refuseIf(!predecessorEnded, AFTER_ANOTHER);
          refuseIf(state == VassalState.DRAINING, "is being stopped still: wait a moment");
          halted = false;
          beginAnew();
          attempt();
        });
  }

  /**
   * Puts the vassal into Consul's maintenance mode, or takes it out; it stays there through reloads
   * and stops.
   *
   * @param reason what Consul shows for it
   * @return completed when that has begun, or with a {@link VassalRefusedException}
   */
  CompletableFuture<VassalStatus> maintain(boolean enabled, String reason) {
    return asked(
        () -> {
          String shown = CheckOutput.of(reason);
          maintenance = enabled ? shown : null;
          if (serving != null) {
            var unused = serving.registration().maintenance(enabled, shown);
          }
          standing.maintained(enabled);
          log.info("{} maintenance", enabled ? "in" : "out of");
        });
  }

  private CompletableFuture<VassalStatus> asked(Runnable deed) {
    CompletableFuture<VassalStatus> answer = new CompletableFuture<>();
    queue.execute(
        () -> {
          try {
            refuseIf(ending, "is going: its files are gone");
            deed.run();
            answer.complete(standing.now());
          } catch (VassalRefusedException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private void refuseIf(boolean so, String why) {
    if (so) {
      throw new VassalRefusedException(source.name() + " " + why);
    }
  }

  private void attemptOver() {
    awaiting.forEach(waiting -> waiting.complete(null));
    awaiting.clear();
  }

  /**
   * Ends the vassal: deregisters it, lets it finish what is in flight, stops it.
   *
   * @return completed when nothing of it is left: whether Consul has confirmed all of it
   */
  CompletableFuture<Boolean> end() {
    queue.execute(this::gone);
    return ended;
  }

  /** Something was changed, or somebody wants to see it fail once more. */
  private void beginAnew() {
    restarts.beginAnew();
    told.forget();
  }

  private void attempt() {
    if (ending || halted || !predecessorEnded) {
      return;
    }
    abandonAttempt();
    int number = attempt;
    standing.tries(number, source.file());
    log.info("loading generation {} from {}", number, source.file());
    VassalSource files = source;
    boolean collected = libraryHeld;
    libraryHeld = false;
    int kept = keptPort;
    keptPort = 0;
    AtomicBoolean isWanted = new AtomicBoolean(true);
    wanted = isWanted;
    track(
        CompletableFuture.supplyAsync(
                () -> nursed(files, number, collected, kept, isWanted), realm.loaders())
            .handleAsync((generation, failure) -> loaded(number, generation, failure), queue)
            .handleAsync((done, failure) -> loadedAtLast(number, failure), queue));
  }

  /** A failure that could not be told, for want of memory say, is told in a few words at least. */
  private @Nullable Void loadedAtLast(int number, @Nullable Throwable failure) {
    if (failure != null) {
      log.error(FAILED_INSIDE, failure);
      failed(number, standing.now().trying() ? failure : null);
    }
    return null;
  }

  /** From here on, what the attempt under way may bring is not wanted any more. */
  private void abandonAttempt() {
    attempt++;
    wanted.set(false);
    attemptOver();
    if (retry != null) {
      retry.cancel(false);
    }
    if (heldUp != null) {
      heldUp.end();
      track(heldUp.generation().end(queue));
      heldUp = null;
    }
    if (start != null) {
      start.cancel(true);
    }
  }

  private boolean serves() {
    return serving != null && !down;
  }

  private Generation nursed(
      VassalSource files, int number, boolean collected, int kept, AtomicBoolean isWanted) {
    try {
      if (collected) {
        realm.nursery().collect(files.name());
      }
      return realm.nursery().load(files, number, kept, isWanted::get).after(told);
    } catch (UnusableAppException | MissingAppException | IOException e) {
      throw new CompletionException(e);
    }
  }

  private @Nullable Void loaded(
      int number, @Nullable Generation generation, @Nullable Throwable failure) {
    if (generation != null) {
      configuration = generation.effective().values();
    }
    if (generation == null) {
      failed(number, failure);
    } else if (number != attempt) {
      track(end(generation));
    } else if (!serves() && !generation.config().dependsOn().isEmpty()) {
      step(generation, () -> holdUp(generation));
    } else {
      step(generation, () -> start(generation));
    }
    return null;
  }

  /** Whatever a step throws ends its attempt, which would seem to be under way for ever. */
  private void step(Generation generation, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (serving != null && serving.generation().equals(generation)) {
        throw e; // it serves in any case
      }
      log.error(FAILED_INSIDE, e);
      track(end(generation).thenRunAsync(() -> failed(generation.number(), e), queue));
    }
  }

  private void holdUp(Generation generation) {
    DependencyWait waiting = new DependencyWait(generation, queue, this::dependenciesSeen);
    heldUp = waiting;
    attemptOver();
    standing.move(VassalEvent.HELD_UP, waiting.reason());
    waiting.start(realm.lookout());
  }

  private void dependenciesSeen(DependencyWait waiting) {
    if (waiting.isOver()) {
      waiting.end();
      heldUp = null;
      step(waiting.generation(), () -> start(waiting.generation()));
    } else {
      standing.move(VassalEvent.HELD_UP, waiting.reason());
    }
  }

  private void start(Generation generation) {
    ServingGeneration before = serving;
    Optional<String> blocked = before == null ? Optional.empty() : before.blocks(generation);
    if (before != null && blocked.isPresent()) {
      makeWay(before, generation, blocked.get());
    } else if (!generation.app().isProgram() || generation.config().servicePort() == 0) {
      startNow(generation);
      return;
    }
    if (!portFree.isDone()) {
      boolean unused =
          standing.waits(
              String.format(Locale.ROOT, "waits for port %d", generation.config().servicePort()));
    }
    track(portFree.thenRunAsync(() -> step(generation, () -> startIfWanted(generation)), queue));
  }

  private void makeWay(ServingGeneration before, Generation next, String why) {
    if (!down) {
      log.info("generation {} ends first: {}", before.generation().number(), why);
      wentDown(before, "makes way for the next generation: " + why, "");
      standing.tries(attempt, source.file());
    }
    CompletableFuture<Void> over =
        before.makeWay(next, queue).thenRunAsync(() -> forget(before), queue);
    portFree = CompletableFuture.allOf(portFree, over);
    track(over);
  }

  /** An app that has ended is held on to by nobody: what it had loaded can be loaded again. */
  private void forget(ServingGeneration gone) {
    if (serving == gone) {
      serving = gone.ended();
    }
  }

  private void startIfWanted(Generation generation) {
    if (generation.number() == attempt) {
      startNow(generation);
    } else {
      track(end(generation));
    }
  }

  private CompletableFuture<Void> end(Generation generation) {
    CompletableFuture<Void> over = generation.end(queue);
    if (generation.app().isProgram()) {
      portFree = CompletableFuture.allOf(portFree, over);
    }
    return over;
  }

  private void startNow(Generation generation) {
    standing.move(VassalEvent.LOADED, "");
    Duration limit = generation.config().startTimeout();
    generation.app().whileStarting(words -> queue.execute(() -> waits(generation, words)));
    CompletableFuture<Void> starting = generation.app().start(limit);
    start = starting;
    track(
        starting
            .thenCompose(done -> generation.app().health(limit))
            .handle((measured, failure) -> (Runnable) () -> started(generation, measured, failure))
            .thenAcceptAsync(started -> step(generation, started), queue));
  }

  private void waits(Generation generation, String words) {
    String what =
        serves()
            ? String.format(Locale.ROOT, "generation %d %s", generation.number(), words)
            : words;
    if (generation.number() == attempt && standing.waits(what)) {
      log.info("{}", what);
    }
  }

  private void started(
      Generation generation, @Nullable Health measured, @Nullable Throwable failure) {
    Throwable problem = failure;
    if (measured != null && generation.number() == attempt) {
      start = null;
      problem = takeOver(generation, CheckOutput.of(measured));
      if (problem == null) {
        return;
      }
    }
    Throwable reason = problem == null ? null : generation.explained(problem);
    track(end(generation).thenRunAsync(() -> failed(generation.number(), reason), queue));
  }

  /** Puts the generation in service and retires the one before; answers why if that fails. */
  private @Nullable Throwable takeOver(Generation generation, Health measured) {
    ServingGeneration before = serving;
    if (serves() && measured.status() == Health.Status.CRITICAL) {
      return new UnhealthyException(measured);
    }
    ServingGeneration next;
    try {
      next =
          ServingGeneration.enter(realm, source.name(), generation, measured, maintenance, before);
    } catch (IOException | RuntimeException e) {
      return e;
    }
    if (serves()) {
      restarts.beginAnew();
    }
    restarts.serves(realm.clock().instant());
    serving = next;
    down = false;
    standing.serves(
        generation.number(), next.servedAs(realm.advertised()), next.registration(), measured);
    log.info(
        "running generation {} as {}{}",
        generation.number(),
        next.registration().serviceId(),
        next.portNumber() == 0 ? ", a worker without a port" : " on port " + next.portNumber());
    if (!measured.isPassing()) {
      tell(measured);
    }
    watchHealth(next);
    var unusedToo = next.registration().registered().thenRunAsync(standing::refresh, queue);
    var unused =
        generation
            .app()
            .ended()
            .thenAcceptAsync(exit -> crashed(next, exit.words(), exit.asksForAPause()), queue);
    if (before != null) {
      retire(before, next);
    }
    attemptOver();
    return null;
  }

  private void watchHealth(ServingGeneration service) {
    if (health != null) {
      health.end();
    }
    Generation generation = service.generation();
    health =
        new HealthWatch(
            generation.app(),
            generation.config().checkTtl(),
            queue,
            realm.timer(),
            realm.nanoTime(),
            realm.random(),
            measured -> measured(service, measured));
    health.start();
  }

  private void measured(ServingGeneration service, Health said) {
    Health now = CheckOutput.of(said);
    Health before = standing.now().health();
    service.registration().health(now);
    standing.is(now);
    if (before.status() != now.status()) {
      tell(now);
    }
    restartIfSilent(service);
  }

  private void restartIfSilent(ServingGeneration service) {
    boolean silent = service.generation().app().isSilent();
    Duration limit = service.generation().config().startTimeout();
    if (restarts.isSilentTooLong(silent, realm.clock().instant(), limit)) {
      crashed(service, "has not answered for " + DurationFormat.format(limit), false);
    }
  }

  /** What served is gone, or as good as that: it stays registered as critical until the next. */
  private void crashed(ServingGeneration service, String why, boolean pause) {
    if (ending || serving != service || down) {
      return;
    }
    Duration delay = restarts.afterCrash(realm.clock().instant(), pause);
    String next =
        delay.isZero()
            ? "started again at once"
            : "next attempt in " + DurationFormat.format(delay);
    String plan = CheckOutput.of(why) + "; " + next;
    boolean trying = standing.now().trying();
    wentDown(service, why, plan);
    log.warn("generation {} {}", service.generation().number(), plan);
    if (service.generation().app().isProgram()) {
      keptPort = service.portNumber();
      track(end(service.generation())); // with everything that it has left running
    }
    if (trying) {
      standing.tries(attempt, source.file()); // a reload is on its way in any case
    } else {
      tryAfter(delay);
    }
  }

  private void wentDown(ServingGeneration service, String why, String reason) {
    down = true;
    if (health != null) {
      health.end();
      health = null;
    }
    Health critical = CheckOutput.of(Health.critical(why));
    service.registration().health(critical);
    standing.down(critical, reason);
  }

  private static void tell(Health now) {
    if (now.isPassing()) {
      log.info("passing again");
    } else {
      log.warn("{}: {}", now.status().name().toLowerCase(Locale.ROOT), now.note());
    }
  }

  private void retire(ServingGeneration service, @Nullable ServingGeneration successor) {
    track(
        service
            .leave(successor, queue)
            .thenAcceptAsync(confirmed -> deregistered &= confirmed, queue));
  }

  private void failed(int number, @Nullable Throwable failure) {
    if (number != attempt || failure == null || ending || halted) {
      return;
    }
    StartProblem problem = StartProblem.of(failure);
    String reason = problem.words();
    log.debug("generation {} failed", number, problem.cause());
    if (problem.isMissingApp()) {
      leaveService();
      standing.move(VassalEvent.APP_MISSING, reason);
      log.warn("cursed until its files change: {}", reason);
    } else if (problem.isLasting()) {
      String what = serves() ? stays(number) : "cursed";
      standing.move(VassalEvent.UNUSABLE, serves() ? what + ": " + reason : reason);
      log.warn("{} until its files change: {}", what, reason);
      if (!serves()) {
        leaveService();
      }
    } else {
      tryLater(number, reason, told.news(problem.cause()));
    }
    attemptOver();
  }

  private void tryLater(int number, String failure, @Nullable Throwable trace) {
    boolean exclusive = serves() && Exclusive.isWanted(failure);
    libraryHeld = !serves() && Exclusive.isLibrary(failure);
    String reason = exclusive ? failure + "; " + Exclusive.REMEDY : failure;
    Duration delay = restarts.afterFailedStart();
    String plan = "%s; next attempt in %s".formatted(reason, DurationFormat.format(delay));
    standing.move(VassalEvent.FAILED, serves() ? stays(number) + ": " + plan : plan);
    log.warn("{}: {}", serves() ? stays(number) : "failed to start", plan, trace);
    tryAfter(delay);
  }

  /** Up to a tenth earlier, so that what crashed together does not start together. */
  private void tryAfter(Duration delay) {
    long nanos = (long) (delay.toNanos() * (1 - realm.random().nextDouble() / 10));
    if (retry != null) {
      retry.cancel(false);
    }
    standing.planned(realm.clock().instant().plusNanos(nanos));
    int last = attempt;
    retry =
        realm.timer().schedule(() -> queue.execute(() -> retry(last)), nanos, TimeUnit.NANOSECONDS);
  }

  /** Unless somebody else has begun another attempt meanwhile. */
  private void retry(int last) {
    if (attempt == last) {
      standing.restarts();
      attempt();
    }
  }

  private String stays(int failed) {
    int now = serving == null ? 0 : serving.generation().number();
    return String.format(
        Locale.ROOT, "generation %d failed, generation %d goes on serving", failed, now);
  }

  private void gone() {
    if (ending) {
      return;
    }
    ending = true;
    leave("");
  }

  private void leave(String why) {
    abandonAttempt();
    standing.move(VassalEvent.GONE, why);
    // What could not be taken back earlier is the reconciler's affair.
    deregistered = true;
    leaveService();
    endWhenQuiet();
  }

  private void leaveService() {
    if (health != null) {
      health.end();
    }
    if (serving != null) {
      log.info("going: deregistering {}", serving.registration().serviceId());
      retire(serving, null);
      serving = null;
      down = false;
      standing.leaves();
    }
  }

  private void endWhenQuiet() {
    if (ended.isDone() || !(ending || halted)) {
      return;
    }
    if (!underWay.isEmpty()) {
      var unused =
          CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new))
              .whenCompleteAsync((done, failure) -> endWhenQuiet(), queue);
      return;
    }
    standing.move(VassalEvent.ENDED, ending ? "" : BY_OPERATOR);
    if (ending) {
      log.info("gone");
      ended.complete(deregistered);
    } else {
      log.info("{}", BY_OPERATOR);
    }
  }

  /** Remembers what has to be waited for before the vassal has ended. */
  private void track(CompletableFuture<?> future) {
    underWay.add(future);
    var unused =
        future.whenCompleteAsync(
            (done, failure) -> {
              underWay.removeIf(known -> known == future);
              if (failure != null) {
                log.error(FAILED_INSIDE, failure);
              }
            },
            queue);
  }
}
