package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.config.DurationFormat;
import io.emperor.consul.registration.Registration;
import io.emperor.provisioning.InputsView;
import io.emperor.vassal.status.CheckOutput;
import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.step.Generation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a vassal serves with: the generation that is registered, if there is one, how it is, and how
 * one follows another. Used by its supervisor's queue alone.
 */
final class ActiveService {

  private static final Logger log = LoggerFactory.getLogger(ActiveService.class);

  /** Who is told that what serves is gone, or as good as that. On the queue. */
  interface Crashes {
    void crashed(String why, boolean pause);
  }

  private final String vassal;
  private final SupervisorContext context;
  private final SerialQueue queue;
  private final StatusRecorder status;
  private final PendingTasks pending;
  private final Restarts restarts;
  private final Crashes crashes;

  private volatile @Nullable Generation serving;
  private boolean deregistered = true;
  private @Nullable Generation leaving;
  private @Nullable Generation frozen;
  private Health before = Health.passing();
  private CompletableFuture<Void> portFree = CompletableFuture.completedFuture(null);

  ActiveService(
      String vassal,
      SupervisorContext context,
      SerialQueue queue,
      StatusRecorder status,
      PendingTasks pending,
      Restarts restarts,
      Crashes crashes) {
    this.vassal = vassal;
    this.context = context;
    this.queue = queue;
    this.status = status;
    this.pending = pending;
    this.restarts = restarts;
    this.crashes = crashes;
  }

  boolean serves() {
    return status.life().serves();
  }

  /** The inputs of what serves; empty if nothing does, or it has none. On any thread. */
  Optional<InputsView> inputs() {
    Generation now = serving;
    return now == null || !serves() ? Optional.empty() : now.inputsView();
  }

  /** Whether it serves with a generation of which nothing runs. */
  boolean rests() {
    return serves() && serving != null && serving.isResting();
  }

  /** Whether the app of what is registered runs, or is to run again at once. */
  boolean isAwake() {
    return serving != null && !serving.isResting();
  }

  boolean is(Generation generation) {
    return serving == generation;
  }

  /** The number of what is registered, 0 for nothing. */
  int number() {
    return serving == null ? 0 : serving.number();
  }

  /** Whether Consul has confirmed all that was to be taken back. */
  boolean isDeregistered() {
    return deregistered;
  }

  /** What a vassal of this name was put into by an operator, it comes back in. */
  void begin() {
    if (context.maintenance().includes(vassal)) {
      maintained(true);
    }
  }

  void maintain(boolean enabled, String reason) {
    Registration current = serving == null ? null : serving.registration();
    context.maintenance().change(vassal, enabled, reason, current);
    maintained(enabled);
  }

  private void maintained(boolean enabled) {
    status.maintained(enabled);
    log.info("{} maintenance", enabled ? "in" : "out of");
  }

  /** What is registered, and serves or is down. */
  @Nullable Generation current() {
    return serving;
  }

  /** Ends what serves, which stays registered, as critical. */
  void makeWay(Generation next, String why) {
    Generation before = serving;
    if (before == null) {
      return;
    }
    if (serves()) {
      log.info("generation {} ends first: {}", before.number(), why);
      goDown(before, "makes way for the next generation: " + why, "");
    }
    CompletableFuture<Void> over = before.makeWay(next);
    portFree = CompletableFuture.allOf(portFree, over);
    pending.add(over);
  }

  /** Completed when nothing that has been ended holds a port, or what only one can have. */
  CompletableFuture<Void> portFree() {
    return portFree;
  }

  /** Ends what never served. */
  CompletableFuture<Void> end(Generation generation) {
    return freesPort(generation, generation.end());
  }

  private CompletableFuture<Void> freesPort(Generation ending, CompletableFuture<Void> over) {
    if (ending.isProgram()) {
      portFree = CompletableFuture.allOf(portFree, over);
    }
    return over;
  }

  /** A generation is in service: what was before it retires. */
  void takeOver(Generation next) {
    Generation before = serving;
    if (serves()) {
      restarts.beginAnew();
    }
    restarts.serves();
    serving = next;
    next.entersService();
    Health measured = next.health();
    if (next.isResting()) {
      next.registration().lastingHealth(measured);
      status.rests(next.number(), next.identity(), next.registration(), measured);
    } else {
      status.serves(next.number(), next.identity(), next.registration(), measured);
    }
    log.info(
        "{} generation {} as {}{}",
        status.life().state().word(),
        next.number(),
        next.registration().serviceId(),
        next.portNumber() == 0 ? ", a worker without a port" : " on port " + next.portNumber());
    if (!measured.isPassing()) {
      tell(measured);
    }
    var unusedToo = next.registration().registered().thenRunAsync(status::refresh, queue);
    var unused =
        next.app()
            .ended()
            .thenAcceptAsync(exit -> crashed(next, exit.message(), exit.asksForAPause()), queue);
    if (before != null) {
      retire(before, next);
    }
  }

  /** Time stops for what serves, until {@link #thaw}. */
  void freeze(String why) {
    Generation now = serving;
    if (now == null || !serves() || frozen == now) {
      return;
    }
    frozen = now;
    before = status.now().health();
    now.freeze();
    Health critical = CheckOutput.of(Health.critical("frozen: " + why));
    now.registration().health(critical);
    status.is(critical);
  }

  /** What serves goes on where it was, if it was frozen. */
  void thaw() {
    Generation now = serving;
    if (now != null && frozen == now) {
      now.thaw();
      if (now.isResting()) {
        now.registration().lastingHealth(before);
      } else {
        now.registration().health(before);
      }
      status.is(before);
    } else if (now != null) {
      now.app().thaw(); // somebody else may have frozen it
    }
    frozen = null;
  }

  /** Ends the processes of what serves at once. */
  void kill() {
    Generation now = serving == null ? leaving : serving;
    if (now != null) {
      now.app().kill();
    }
  }

  /** What serves has said how it is. */
  void measured(Generation generation, Health said) {
    Health now = CheckOutput.of(said);
    Health before = status.now().health();
    generation.registration().health(now);
    status.is(now);
    if (before.status() != now.status()) {
      tell(now);
    }
    Duration limit = generation.config().startTimeout();
    if (restarts.isSilentTooLong(generation.app().isSilent(), limit)) {
      crashed(generation, "has not answered for " + DurationFormat.format(limit), false);
    }
  }

  private static void tell(Health now) {
    if (now.isPassing()) {
      log.info("passing again");
    } else {
      log.warn("{}: {}", now.status().name().toLowerCase(Locale.ROOT), now.note());
    }
  }

  private void crashed(Generation generation, String why, boolean pause) {
    if (is(generation) && serves()) {
      crashes.crashed(why, pause);
    }
  }

  /**
   * What serves has gone: it stays registered, as critical, until the next.
   *
   * @param plan what comes next, in words
   * @return the port that a program listened on, which the next is to keep; 0 for none
   */
  int crash(String why, String plan) {
    Generation gone = serving;
    if (gone == null) {
      return 0;
    }
    goDown(gone, why, plan);
    log.warn("generation {} {}", gone.number(), plan);
    if (!gone.isProgram()) {
      return 0;
    }
    int port = gone.portNumber();
    pending.add(freesPort(gone, gone.endApp())); // with everything that it has left running
    return port;
  }

  /** What rests could not be started: it stays registered, as critical, until it can. */
  void failsToStart(String why) {
    if (serving != null) {
      goDown(serving, why, "");
    }
  }

  /** Who comes to what is on demand waits, unless there is an app that answers. */
  void holdPort() {
    if (serving != null && isWithoutApp(serving)) {
      serving.holdPort();
    }
  }

  /** Who comes to what is on demand is told to come later, unless there is an app that answers. */
  void turnAway(Duration later) {
    if (serving != null && isWithoutApp(serving)) {
      serving.turnAway(later);
    }
  }

  private boolean isWithoutApp(Generation current) {
    return current.isOnDemand() && (current.isResting() || !serves());
  }

  private void goDown(Generation generation, String why, String reason) {
    generation.endHealth();
    Health critical = CheckOutput.of(Health.critical(why));
    generation.registration().health(critical);
    status.down(critical, reason);
  }

  /** Takes what serves out of service, if anything does. */
  void leave() {
    if (serving != null) {
      log.info("going: deregistering {}", serving.registration().serviceId());
      retire(serving, null);
      leaving = serving;
      serving = null;
      status.leaves();
    }
  }

  /** Leaves for good: what could not be taken back earlier is the reconciler's affair. */
  void leaveForGood() {
    deregistered = true;
    leave();
  }

  private void retire(Generation generation, @Nullable Generation successor) {
    CompletableFuture<Void> over =
        generation.leave(successor).thenAcceptAsync(confirmed -> deregistered &= confirmed, queue);
    pending.add(over);
    if (generation.endsFirst()) {
      portFree = CompletableFuture.allOf(portFree, over);
    }
  }
}
