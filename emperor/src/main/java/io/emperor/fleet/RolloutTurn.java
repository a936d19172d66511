package io.emperor.fleet;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.FleetApi;
import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import io.emperor.api.Registered;
import io.emperor.base.SafeText;
import io.emperor.vassal.inputs.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One change's turn on this emperor, on a thread of its own from the question to the end. */
final class RolloutTurn implements Turns.Turn {

  private static final Logger log = LoggerFactory.getLogger(RolloutTurn.class);

  /** Between two looks at all places, of which one alone is waited for. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final FleetApi fleet;
  private final String names;
  private final int atOnce;
  private final RolloutFailure failed;
  private final Turns.Listener listener;
  private final Thread thread;
  private final CompletableFuture<Optional<String>> over = new CompletableFuture<>();
  private String words = ""; // of the thread alone
  private boolean taken; // guarded by this

  RolloutTurn(
      FleetApi fleet,
      String vassal,
      int atOnce,
      RolloutFailure failed,
      Turns.Listener listener,
      ThreadFactory threads,
      Consumer<RolloutTurn> ended) {
    this.fleet = fleet;
    this.names = "rollout/" + vassal + "/";
    this.atOnce = atOnce;
    this.failed = failed;
    this.listener = listener;
    thread =
        threads.newThread(
            () -> {
              MDC.put("vassal", vassal);
              try {
                run();
              } catch (InterruptedException e) {
                log.debug("nobody waits for {} any more", names, e);
              } finally {
                ended.accept(this);
              }
            });
  }

  void begin() {
    thread.start();
  }

  @Override
  public synchronized void over(Optional<String> failure) {
    over.complete(failure);
    if (!taken) {
      thread.interrupt();
    }
  }

  /** Whatever it does, it ends. */
  void abandon() {
    over.complete(Optional.empty());
    thread.interrupt();
  }

  private void run() throws InterruptedException {
    while (!over.isDone()) {
      try {
        if (isStopped()) {
          return;
        }
        Optional<Lease> place = place();
        if (place.isPresent()) {
          takeIn(place.get());
          return;
        }
      } catch (ConsulException e) {
        if (over.isDone()) {
          return;
        }
        tell("rollout: waits for its turn: " + SafeText.line(String.valueOf(e.getMessage())));
        pause();
      }
    }
  }

  private boolean isStopped() {
    Optional<String> known = failed.known();
    known.ifPresent(
        why ->
            tell(
                "rollout: stopped, for it has failed on emperor "
                    + why
                    + "; another change or a reload goes on"));
    return known.isPresent();
  }

  /** A place that is free, now or soon. */
  private Optional<Lease> place() {
    for (int i = 0; i < atOnce; i++) {
      Optional<Lease> free = fleet.register(names + i, failed.revision());
      if (free.isPresent()) {
        return free;
      }
    }
    String others =
        fleet.registered(names).stream().map(Registered::emperor).collect(Collectors.joining(", "));
    tell("rollout: waits for its turn, " + atOnce + " at once, now " + others);
    try {
      String any = names + ThreadLocalRandom.current().nextInt(atOnce);
      return Optional.of(fleet.register(any, failed.revision(), LOOK));
    } catch (ConsulException e) {
      if (e.kind() == Kind.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void takeIn(Lease place) throws InterruptedException {
    try (place) {
      if (isStopped() || !isTaken()) { // the one before may have failed
        return;
      }
      listener.taken();
      Optional<String> failure = over.get();
      if (failure.isPresent()) {
        keep(place, failure.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized boolean isTaken() {
    taken = !over.isDone();
    return taken;
  }

  private void keep(Lease place, String reason) throws InterruptedException {
    while (true) {
      try {
        failed.keep(place, reason);
        return;
      } catch (LeaseLostException e) {
        log.warn(
            "the other emperors can't be told that a change has failed here: {}", e.getMessage());
        return;
      } catch (ConsulException e) {
        pause();
      }
    }
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(PAUSE.toMillis());
  }

  private void tell(String now) {
    if (!now.equals(words)) {
      words = now;
      log.info("{}", now);
      listener.waits(now);
    }
  }
}
