package io.emperor.examples.turns;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/**
 * A worker without a servlet: it takes a lock, holds it a moment and gives it back, so that every
 * copy of it in the cluster has its turn. The lock's key is the setting {@code key}, {@code
 * turns/lock} unless configured.
 */
public final class Turns implements Vassal {

  private static final long STOP_MILLIS = 10_000;

  private Worker worker;
  private Thread thread;

  @Override
  public void start(VassalContext context) {
    String key = context.settings().getOrDefault("key", "turns/lock");
    worker = new Worker(key, context.serviceId());
    thread = new Thread(worker, context.name() + "-worker");
    thread.start();
  }

  @Override
  public Health health() {
    if (worker == null || thread == null || !thread.isAlive()) {
      return Health.critical("the worker has ended");
    }
    return worker.health();
  }

  /** The emperor destroys the worker's session afterwards, which gives back a lock still held. */
  @Override
  public void stop() throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(STOP_MILLIS);
    }
  }
}
