package io.emperor.vassal;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.EffectiveValue;
import io.emperor.monitor.VassalSource;
import io.emperor.provisioning.InputsView;
import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.status.VassalDetail;
import io.emperor.vassal.status.VassalEvent;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private static final String AFTER_ANOTHER = "waits for the one before it to end: wait a moment";

  private final SupervisorContext context;
  private final SerialQueue queue;
  private final StatusRecorder status;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private volatile List<EffectiveValue> configuration = List.of();
  private volatile @Nullable StartAttempt attempt; // the last, until it is stopped

  // From here on, touched by the queue alone.
  private final PendingTasks pending;
  private final OperatorsWord operator;
  private final Restarts restarts;
  private final ActiveService service;
  private final List<CompletableFuture<Void>> awaiting = new ArrayList<>();
  private final Recovery recovery;
  private VassalSource source;
  private boolean asked;

  public Supervisor(VassalSource source, SupervisorContext context) {
    this.source = source;
    this.context = context;
    queue = new SerialQueue(source.name(), context.workers());
    status = new StatusRecorder(source, context.clock(), context.watcher()::changed);
    pending = new PendingTasks(queue);
    operator = new OperatorsWord(source.name(), queue, status);
    restarts = new Restarts(context, queue, status);
    service =
        new ActiveService(source.name(), context, queue, status, pending, restarts, this::crashed);
    recovery = new Recovery(status, service, restarts, this::attempt);
    queue.execute(service::begin);
  }

  VassalStatus status() {
    return status.now();
  }

  /** The status with what led to it. */
  VassalDetail detail() {
    return new VassalDetail(status.now(), status.past(), configuration);
  }

  /** What it needs before it starts: of what serves, else of what was tried last. */
  Optional<InputsView> inputs() {
    Optional<StartAttempt> tried = Optional.ofNullable(attempt);
    return service.inputs().or(() -> tried.flatMap(StartAttempt::inputs));
  }

  /** The vassal's files are there, or are others than before: loads or reloads it. */
  void load(VassalSource found) {
    queue.execute(
        () -> {
          source = found;
          status.notes(VassalEvent.PREDECESSOR_ENDED);
          beginAnew();
          attempt();
        });
  }

  /** The vassal's files are there, and an operator has stopped it before: it stays so. */
  void keepStopped() {
    queue.execute(
        () -> {
          status.notes(VassalEvent.PREDECESSOR_ENDED);
          if (!status.life().isLeaving()) {
            stop();
          }
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
          if (status.life().trying()) {
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
    return operator.asks(
        () -> {
          operator.refuseIf(status.life().halted(), "is stopped: start it");
          operator.refuseIf(!status.life().predecessorEnded(), AFTER_ANOTHER);
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
    return operator.asks(
        () -> {
          if (!status.life().halted()) {
            stop();
          }
        });
  }

  private void stop() {
    leave(VassalEvent.STOP, "an operator stops it");
  }

  /**
   * Loads the vassal at an operator's word, if it does not run and is not on its way.
   *
   * @return completed when that has begun, or with a {@link VassalRefusedException}
   */
  CompletableFuture<VassalStatus> resume() {
    return operator.asks(
        () -> {
          if (status.life().serves() || status.life().trying()) {
            return;
          }
          VassalState state = status.now().state();
          operator.refuseIf(!status.life().predecessorEnded(), AFTER_ANOTHER);
          operator.refuseIf(state == VassalState.DRAINING, "is being stopped still: wait a moment");
          status.notes(VassalEvent.START);
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
    return operator.asks(() -> service.maintain(enabled, reason));
  }

  /** Has time stop for what serves. */
  void freeze(String why) {
    queue.execute(() -> service.freeze(why));
  }

  /** Has what serves go on where it was, if it was frozen. */
  void thaw() {
    queue.execute(service::thaw);
  }

  /** Ends the processes of what serves at once; what comes after is the caller's affair. */
  void kill() {
    queue.execute(service::kill);
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
    recovery.beginAnew();
  }

  /** What ran is to run again; what rests rests, unless somebody asks for it. */
  private void attempt() {
    attempt(asked || service.isAwake());
  }

  private void attempt(boolean awake) {
    if (!status.life().mayTry()) {
      return;
    }
    abandonAttempt();
    status.tries(source.file());
    StartAttempt next =
        new StartAttempt(
            status.life().attempt(),
            source,
            recovery.left(),
            awake,
            recovery.told(),
            context,
            queue,
            status,
            pending,
            service,
            new Attempts());
    attempt = next;
    recovery.tries();
    service.holdPort();
    next.begin();
  }

  /** From here on, what the attempt under way may bring is not wanted any more. */
  private void abandonAttempt() {
    attemptOver();
    restarts.cancel();
    if (attempt != null) {
      attempt.abandon();
    }
  }

  private final class Attempts implements StartAttempt.Owner {

    @Override
    public void loaded(EffectiveConfig effective) {
      configuration = effective.values();
    }

    @Override
    public void heldUp() {
      attemptOver();
    }

    @Override
    public CompletableFuture<Void> inputsChanged() {
      if (status.life().isLeaving() || !status.life().mayTry()) {
        return Step.DONE;
      }
      beginAnew();
      attempt();
      return Objects.requireNonNull(attempt).outcome();
    }

    @Override
    public void asked() {
      if (!asked) {
        log.info("somebody asks for it");
      }
      asked = true;
      startIfAsked();
    }

    @Override
    public void idle() {
      if (!status.life().trying()) {
        log.info("nobody asks for it: it is put to rest");
        attempt(false);
      }
    }

    @Override
    public void succeeded() {
      attemptOver();
      asked &= service.rests();
      startIfAsked();
    }

    @Override
    public void failed(StartAttempt attempt, Throwable failure) {
      if (attempt.isWanted()) {
        recovery.failed(attempt, attempt.problem(failure));
        attemptOver();
        startIfAsked();
      }
    }
  }

  /** Somebody waits who came while something else was tried. */
  private void startIfAsked() {
    if (asked && service.rests() && !status.life().trying()) {
      attempt();
    }
  }

  private void crashed(String why, boolean pause) {
    recovery.crashed(why, pause);
  }

  private void gone() {
    if (!status.life().ending()) {
      leave(VassalEvent.GONE, "");
    }
  }

  private void leave(VassalEvent event, String why) {
    abandonAttempt();
    attempt = null;
    asked = false;
    status.move(event, why);
    service.leaveForGood();
    endWhenQuiet();
  }

  private void endWhenQuiet() {
    if (ended.isDone() || !status.life().isLeaving()) {
      return;
    }
    if (!pending.isEmpty()) {
      pending.afterwards(this::endWhenQuiet);
      return;
    }
    boolean ending = status.life().ending();
    status.move(VassalEvent.ENDED, ending ? "" : BY_OPERATOR);
    if (ending) {
      log.info("gone");
      ended.complete(service.isDeregistered());
    } else {
      log.info("{}", BY_OPERATOR);
    }
  }
}
