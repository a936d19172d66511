package io.emperor.consul.app;

import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.base.SafeText;
import io.emperor.base.SerialTask;
import io.emperor.base.VassalLog;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an app's listener of events that something else than Consul carries, one after another on
 * threads of the app's. {@value #WAITING} of them wait for it; more are lost, which is told once.
 * Safe for use by many threads.
 */
final class CarriedEvents implements Watch {

  private static final Logger log = LoggerFactory.getLogger(CarriedEvents.class);
  private static final int WAITING = 1_000;

  private final String vassal;
  private final String name;
  private final Consumer<UserEvent> listener;
  private final BlockingQueue<UserEvent> waiting = new ArrayBlockingQueue<>(WAITING);
  private final SerialTask telling;
  private final AtomicBoolean full = new AtomicBoolean();
  private final Runnable end;
  private volatile boolean closed;

  CarriedEvents(
      EventCarrier carrier,
      String vassal,
      String name,
      Consumer<UserEvent> listener,
      Executor threads) {
    this.vassal = vassal;
    this.name = name;
    this.listener = listener;
    telling = new SerialTask(threads, this::tell);
    end = carrier.hear(name, this::heard);
  }

  private void heard(UserEvent event) {
    boolean lost = !waiting.offer(event);
    if (lost && !full.getAndSet(true)) {
      log(() -> log.warn("Events {} are lost: {} wait for their listener", name, WAITING));
    } else if (!lost) {
      full.set(false);
    }
    telling.trigger();
  }

  private void tell() {
    for (UserEvent event = waiting.poll(); event != null && !closed; event = waiting.poll()) {
      try {
        listener.accept(event);
      } catch (Throwable t) {
        String words = SafeText.of(t);
        log(
            () ->
                log.warn("The listener to events {} failed, and hears the next: {}", name, words));
      }
    }
  }

  private void log(Runnable line) {
    VassalLog.with(vassal, line);
  }

  /** Nothing is asked for, and so nothing gets old. */
  @Override
  public Duration age() {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    closed = true;
    end.run();
  }
}
