package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.config.DurationFormat;
import io.emperor.consul.registration.Registration;
import io.emperor.vassal.status.CheckOutput;
import io.emperor.vassal.status.StatusRecorder;
import java.io.IOException;
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

  private @Nullable ServingGeneration serving;
  private @Nullable HealthWatch health;
  private boolean deregistered = true;
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

  boolean is(Generation generation) {
    return serving != null && serving.generation().equals(generation);
  }

  /** The number of what is registered, 0 for nothing. */
  int number() {
    return serving == null ? 0 : serving.generation().number();
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

  /** Why a generation can't start before what serves has made way, if it can't. */
  Optional<String> blocks(Generation next) {
    return serving == null ? Optional.empty() : serving.blocks(next);
  }

  /** Ends what serves, which stays registered, as critical. */
  void makeWay(Generation next, String why) {
    ServingGeneration before = serving;
    if (before == null) {
      return;
    }
    if (serves()) {
      log.info("generation {} ends first: {}", before.generation().number(), why);
      goDown(before, "makes way for the next generation: " + why, "");
    }
    CompletableFuture<Void> over =
        before.makeWay(next, queue).thenRunAsync(() -> forget(before), queue);
    portFree = CompletableFuture.allOf(portFree, over);
    pending.add(over);
  }

  /** Completed when no program that has been ended holds its port any more. */
  CompletableFuture<Void> portFree() {
    return portFree;
  }

  /** An app that has ended is held on to by nobody: what it had loaded can be loaded again. */
  private void forget(ServingGeneration gone) {
    if (serving == gone) {
      serving = gone.ended();
    }
  }

  /** Ends what never served, or does no more. */
  CompletableFuture<Void> end(Generation generation) {
    CompletableFuture<Void> over = generation.end(queue);
    if (generation.app().isProgram()) {
      portFree = CompletableFuture.allOf(portFree, over);
    }
    return over;
  }

  /** Puts the generation in service and retires the one before; answers why if that fails. */
  @Nullable Throwable takeOver(Generation generation, Health measured) {
    ServingGeneration before = serving;
    if (serves() && measured.status() == Health.Status.CRITICAL) {
      return new UnhealthyException(measured);
    }
    ServingGeneration next;
    try {
      next = ServingGeneration.enter(context, vassal, generation, measured, before);
    } catch (IOException | RuntimeException e) {
      return e;
    }
    if (serves()) {
      restarts.beginAnew();
    }
    restarts.serves();
    serving = next;
    status.serves(
        generation.number(), next.servedAs(context.advertised()), next.registration(), measured);
    log.info(
        "running generation {} as {}{}",
        generation.number(),
        next.registration().serviceId(),
        next.portNumber() == 0 ? ", a worker without a port" : " on port " + next.portNumber());
    if (!measured.isPassing()) {
      tell(measured);
    }
    watch(next);
    if (before != null) {
      retire(before, next);
    }
    return null;
  }

  private void watch(ServingGeneration service) {
    endWatch();
    Generation generation = service.generation();
    HealthWatch watch =
        new HealthWatch(
            generation.app(),
            generation.config().checkTtl(),
            queue,
            context.timer(),
            context.nanoTime(),
            context.random(),
            measured -> measured(service, measured));
    health = watch;
    watch.start();
    var unusedToo = service.registration().registered().thenRunAsync(status::refresh, queue);
    var unused =
        generation
            .app()
            .ended()
            .thenAcceptAsync(exit -> crashed(service, exit.words(), exit.asksForAPause()), queue);
  }

  private void endWatch() {
    if (health != null) {
      health.end();
      health = null;
    }
  }

  private void measured(ServingGeneration service, Health said) {
    Health now = CheckOutput.of(said);
    Health before = status.now().health();
    service.registration().health(now);
    status.is(now);
    if (before.status() != now.status()) {
      tell(now);
    }
    Duration limit = service.generation().config().startTimeout();
    if (restarts.isSilentTooLong(service.generation().app().isSilent(), limit)) {
      crashed(service, "has not answered for " + DurationFormat.format(limit), false);
    }
  }

  private static void tell(Health now) {
    if (now.isPassing()) {
      log.info("passing again");
    } else {
      log.warn("{}: {}", now.status().name().toLowerCase(Locale.ROOT), now.note());
    }
  }

  private void crashed(ServingGeneration service, String why, boolean pause) {
    if (serving == service && serves()) {
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
    ServingGeneration gone = serving;
    if (gone == null) {
      return 0;
    }
    goDown(gone, why, plan);
    log.warn("generation {} {}", gone.generation().number(), plan);
    if (!gone.generation().app().isProgram()) {
      return 0;
    }
    pending.add(end(gone.generation())); // with everything that it has left running
    return gone.portNumber();
  }

  private void goDown(ServingGeneration service, String why, String reason) {
    endWatch();
    Health critical = CheckOutput.of(Health.critical(why));
    service.registration().health(critical);
    status.down(critical, reason);
  }

  /** Takes what serves out of service, if anything does. */
  void leave() {
    endWatch();
    if (serving != null) {
      log.info("going: deregistering {}", serving.registration().serviceId());
      retire(serving, null);
      serving = null;
      status.leaves();
    }
  }

  /** Leaves for good: what could not be taken back earlier is the reconciler's affair. */
  void leaveForGood() {
    deregistered = true;
    leave();
  }

  private void retire(ServingGeneration service, @Nullable ServingGeneration successor) {
    pending.add(
        service
            .leave(successor, queue)
            .thenAcceptAsync(confirmed -> deregistered &= confirmed, queue));
  }
}
