package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentReachability;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent at which services are registered: the requests to it, whether it answers, and who
 * compares what it has with what it should have. Its connections and threads are its own, so that
 * an agent that hangs holds up no other.
 */
public final class AgentConnection {

  private static final int WRITERS = 4;

  /**
   * An agent that tells its server of many changes takes nothing else for as long, up to a second.
   * All heartbeats that wait are then taken at once: with few, the checks of thousands of services
   * would time out, which is more changes to tell.
   */
  private static final int BEATERS = 32;

  private final AgentHttp http;
  private final HeartbeatClient beatLine;
  private final AgentServices services;
  private final AgentReachability reachability;
  private final Reconciler reconciler;
  private final ThreadPoolExecutor writers;
  private final ThreadPoolExecutor beaters;
  private volatile @Nullable String nodeName;
  private volatile @Nullable String nodeId; // null until it was asked, blank if it does not say

  public AgentConnection(
      AgentSettings settings,
      AgentAddress agent,
      ScheduledExecutorService timer,
      BridgeContext context) {
    reachability = new AgentReachability(agent, context.clock());
    http = AgentHttp.registry(settings, reachability, context);
    beatLine = new HeartbeatClient(settings, reachability, timer, context);
    services = new AgentServices(http, beatLine);
    reconciler = new Reconciler(this, settings.token(), context);
    LoopWatchdog watchdog = context.watchdog();
    writers = threads(watchdog, "registrations at " + agent, WRITERS, "consul-writer");
    beaters = threads(watchdog, "heartbeats to " + agent, BEATERS, "consul-heartbeat");
    context.meters().agent(reachability);
  }

  private static WatchedThreads threads(
      LoopWatchdog watchdog, String loop, int count, String name) {
    return new WatchedThreads(watchdog, loop, count, new LinkedBlockingQueue<>(), name);
  }

  public AgentAddress agent() {
    return reachability.agent();
  }

  public AgentServices services() {
    return services;
  }

  public AgentReachability reachability() {
    return reachability;
  }

  ReconcileTrigger trigger() {
    return reconciler;
  }

  void write(Runnable task) {
    writers.execute(task);
  }

  void beat(Runnable task) {
    beaters.execute(task);
  }

  /**
   * Finds out which agent this is. Called when it answers for the first time, and again.
   *
   * @throws ConsulException if it did not say; not if it may not say
   */
  void identify() {
    try {
      nodeId = services.nodeId();
    } catch (ConsulException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      nodeId = "";
      reachability.complain(
          "does not say which agent it is, so nothing is removed there after a fail-over", e);
    }
  }

  /** Notes what its node is called. */
  void named(String name) {
    nodeName = name;
  }

  /** What its node is called, as far as is known. */
  public @Nullable String nodeName() {
    return nodeName;
  }

  /** Its node's ID, as far as is known. */
  public @Nullable String nodeId() {
    String known = nodeId;
    return known == null || known.isEmpty() ? null : known;
  }

  /** Whether it is known which agent this is, or known that it can't be. */
  boolean isIdentified() {
    return nodeId != null;
  }

  /**
   * Whether this certainly is another agent. One agent may have two names, and then a service that
   * moved from one to the other is no ghost.
   */
  boolean isOtherThan(AgentConnection connection) {
    String own = Objects.requireNonNullElse(nodeId, "");
    String other = Objects.requireNonNullElse(connection.nodeId, "");
    return !own.isEmpty() && !other.isEmpty() && !own.equals(other);
  }

  /**
   * Begins the work. Its threads are there from now on: none is born by an app's call, whose
   * classes it would keep in memory. A bridge that registers nothing has none.
   */
  public void start(Registry registry) {
    int unused = writers.prestartAllCoreThreads() + beaters.prestartAllCoreThreads();
    reconciler.start(registry);
  }

  /** Begins no further work. */
  public void retire() {
    reconciler.close();
    writers.shutdown();
  }

  /** Gives writes that are waiting until then to finish, and ends. */
  public void end(long deadlineNanos) {
    try {
      boolean unused =
          writers.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reachability.end();
    writers.shutdownNow();
    beaters.shutdownNow();
    http.close();
    beatLine.close();
  }

  @Override
  public String toString() {
    return agent().toString();
  }
}
