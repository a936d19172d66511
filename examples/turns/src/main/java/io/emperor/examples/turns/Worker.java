package io.emperor.examples.turns;

import io.emperor.api.Consul;
import io.emperor.api.ConsulException;
import io.emperor.api.Health;
import io.emperor.api.KeyValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes turns until it is interrupted. Consul's absence makes it wait, never end. */
final class Worker implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration TTL = Duration.ofSeconds(15);
  private static final int STEPS = 20;
  private static final long STEP_MILLIS = 100;
  private static final long PAUSE_MILLIS = 1_000;

  private final String key;
  private final String me;
  private String session;
  private volatile Health health = Health.passing("waiting for the first turn");

  Worker(String key, String me) {
    this.key = key;
    this.me = me;
  }

  Health health() {
    return health;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    try {
      takeTurn();
    } catch (ConsulException e) {
      if (e.kind() == ConsulException.Kind.CONFLICT) {
        log.info("The session is gone, the next turn gets a new one");
        session = null;
      } else if (health.isPassing()) {
        log.warn("No turns for now: {}", e.getMessage());
        health = Health.warning("no answer from Consul: " + e.getMessage());
      }
    }
  }

  private void takeTurn() throws InterruptedException {
    String mine = session();
    if (!Consul.set(key, me, null, null, mine, null)) {
      answered("waiting for a turn");
      return;
    }
    Optional<Long> fence = fence(mine);
    if (fence.isEmpty()) {
      return; // lost between the two calls
    }
    answered("had turn " + fence.get());
    log.info("{} has the turn, fencing number {}", me, fence.get());
    work(mine);
    if (Consul.set(key, me, null, null, null, mine)) {
      log.info("{} gives the turn back, fencing number {}", me, fence.get());
    } else {
      log.warn("{} had lost the turn, fencing number {}", me, fence.get());
    }
  }

  /** Before each step the session may turn out to be lost, and then the turn is over. */
  private static void work(String mine) throws InterruptedException {
    for (int step = 0; step < STEPS && Consul.sessionAlive(mine); step++) {
      Thread.sleep(STEP_MILLIS);
    }
  }

  private String session() {
    String current = session;
    if (current == null || !Consul.sessionAlive(current)) {
      // No checks: one that fails would end the session earlier than sessionAlive can know.
      current = Consul.sessionCreate(Duration.ZERO, me, null, List.of(), TTL);
      session = current;
    }
    return current;
  }

  /**
   * What a resource that is guarded by the lock should be shown: it grows with every turn, so that
   * a holder that lost the lock without noticing can be turned away.
   */
  private Optional<Long> fence(String mine) {
    return Consul.get(key).filter(entry -> mine.equals(entry.session())).map(KeyValue::lockIndex);
  }

  private void answered(String note) {
    if (!health.isPassing()) {
      log.info("Consul answers again");
    }
    health = Health.passing(note);
  }
}
