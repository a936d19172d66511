package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import io.emperor.consul.Await;
import io.emperor.runtime.apps.Puppet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A test's hand in every {@link Puppet} that is made while it is open: does what the test says on
 * the app's threads, and keeps a journal of the calls.
 */
public final class Hand implements Vassal, AutoCloseable {

  /** What start() does. */
  public interface Start {
    /** Does it. */
    void with(VassalContext context) throws Exception;
  }

  private final List<String> journal = new CopyOnWriteArrayList<>();
  private volatile Runnable making = () -> {};
  private volatile Start starting = context -> {};
  private volatile Callable<Health> feeling = Health::passing;
  private volatile Callable<?> stopping = () -> "";

  /** Takes hold. */
  public Hand() {
    Supplier<Vassal> taken =
        () -> {
          making.run();
          return this;
        };
    System.getProperties().put(Puppet.HAND, taken);
  }

  /** The calls so far, in their order. */
  public List<String> journal() {
    return journal;
  }

  /** Waits until a call has begun. */
  public void awaits(String call) {
    Await.until(call, () -> journal.contains(call));
  }

  public void onMaking(Runnable action) {
    making = action;
  }

  /** Says what start() does from now on. */
  public Hand onStart(Start action) {
    starting = action;
    return this;
  }

  /** Says what health() answers from now on. */
  public Hand onHealth(Callable<Health> answer) {
    feeling = answer;
    return this;
  }

  /** Says what stop() does from now on. */
  public Hand onStop(Callable<?> action) {
    stopping = action;
    return this;
  }

  /** Waits like code that does not care for interrupts. */
  public static void stubbornly(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  @Override
  public void start(VassalContext context) throws Exception {
    journal.add("start " + context.generation());
    starting.with(context);
  }

  @Override
  public Health health() {
    journal.add("health");
    try {
      return feeling.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() throws Exception {
    journal.add("stop");
    Object unused = stopping.call();
  }

  @Override
  public void close() {
    System.getProperties().remove(Puppet.HAND);
  }
}
