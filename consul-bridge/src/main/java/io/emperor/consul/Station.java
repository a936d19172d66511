package io.emperor.consul;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * An agent at which services are registered: the requests to it, whether it answers, and who
 * compares what it has with what it should have. Its connections and threads are its own, so that
 * an agent that hangs holds up no other.
 */
final class Station {

  private static final int WRITERS = 4;
  private static final int BEATERS = 4;

  private final AgentHttp http;
  private final AgentServices services;
  private final AgentContact contact;
  private final Reconciler reconciler;
  private final ThreadPoolExecutor writers;
  private final ThreadPoolExecutor beaters;

  Station(AgentSettings settings, AgentAddress agent, LongSupplier clock, RandomGenerator random) {
    http = AgentHttp.registry(settings, agent);
    services = new AgentServices(http);
    contact = new AgentContact(agent, clock);
    reconciler = new Reconciler(this, settings.token(), clock, random);
    writers = threads(WRITERS, "consul-writer");
    beaters = threads(BEATERS, "consul-heartbeat");
  }

  private static ThreadPoolExecutor threads(int count, String name) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads(name));
    // Here and now, so that no app's thread makes them later and keeps its classes in memory by
    // that.
    int unused = threads.prestartAllCoreThreads();
    return threads;
  }

  AgentAddress agent() {
    return contact.agent();
  }

  AgentServices services() {
    return services;
  }

  AgentContact contact() {
    return contact;
  }

  Trouble trouble() {
    return reconciler;
  }

  void write(Runnable task) {
    writers.execute(task);
  }

  void beat(Runnable task) {
    beaters.execute(task);
  }

  void start(Registry registry) {
    reconciler.start(registry);
  }

  /** Begins no further work. */
  void retire() {
    reconciler.close();
    writers.shutdown();
  }

  /** Gives writes that are waiting until then to finish, and ends. */
  void end(long deadlineNanos) {
    try {
      boolean unused =
          writers.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    contact.end();
    writers.shutdownNow();
    beaters.shutdownNow();
    http.close();
  }

  @Override
  public String toString() {
    return agent().toString();
  }
}
