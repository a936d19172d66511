package io.emperor.testkit;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.consul.app.AppConsul;
import jakarta.servlet.Servlet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a vassal: the app's calls, on threads of the app's, in the emperor's order.
 * Started and ended once, by one thread at a time.
 */
final class KitApp {

  private final Class<? extends Vassal> type;
  private final KitContext context;
  private final AppConsul consul;
  private final Limits limits;
  private final KitThreads threads;
  private volatile boolean insideStart;
  private volatile @Nullable Vassal vassal;
  private volatile @Nullable KitServlets servlets;

  KitApp(Class<? extends Vassal> type, KitContext context, AppConsul consul, Limits limits) {
    this.type = type;
    this.context = context;
    this.consul = consul;
    this.limits = limits;
    this.threads = new KitThreads(context.name(), context.generation(), type.getClassLoader());
    consul.runCallbacksOn(threads);
  }

  KitContext context() {
    return context;
  }

  @Nullable KitServlets servlets() {
    return servlets;
  }

  List<Thread> threads() {
    return threads.living();
  }

  /**
   * Makes an instance and starts it.
   *
   * @throws TimeoutException if that takes too long
   * @throws Exception what the constructor or {@code start} has thrown
   */
  void start() throws Exception {
    Bindings.bind(consul);
    boolean unused = threads.call("start()", this::started, limits.start());
  }

  private boolean started() throws Exception {
    Vassal instance = instance(type);
    insideStart = true;
    vassal = instance;
    try {
      instance.start(context);
    } finally {
      insideStart = false;
    }
    Map<String, Servlet> declared = context.seal();
    if (!declared.isEmpty()) {
      servlets = new KitServlets(declared, type.getClassLoader(), threads);
    }
    return true;
  }

  /**
   * Initializes servlets that {@code start} has declared.
   *
   * @throws TimeoutException if that takes too long
   * @throws Exception what {@code init} has thrown
   */
  void initialize(KitServlets declared, Server server) throws Exception {
    boolean unused =
        threads.call(
            "init() of the servlets",
            () -> {
              declared.start(server);
              return true;
            },
            limits.start());
  }

  private static Vassal instance(Class<? extends Vassal> type) throws Exception {
    if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException(type.getName() + " has to be public and not abstract");
    }
    try {
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getName() + " has no public constructor without parameters", e);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  boolean loseName(String name) {
    return consul.loseName(name);
  }

  /** What the app says; critical if it throws, says nothing, or takes too long. */
  Health health() throws InterruptedException {
    Vassal instance = vassal;
    if (instance == null) {
      return Health.critical("the app has not been started");
    }
    try {
      Health health = threads.call("health()", instance::health, limits.health());
      return health == null ? Health.critical("health() answered null") : health;
    } catch (InterruptedException e) {
      throw e;
    } catch (TimeoutException e) {
      return Health.critical(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      return Health.critical(e.toString());
    }
  }

  /**
   * Lets requests in flight finish, stops the app, whatever has become of it, destroys its servlets
   * and its sessions, and interrupts what it has left. All of it is done, whatever fails.
   *
   * @throws Exception what {@code stop} or a servlet's {@code destroy} has thrown
   */
  void end() throws Exception {
    Bindings.bind(consul);
    Ends ends = new Ends();
    ends.push(() -> Bindings.release(consul));
    ends.push(threads::end);
    ends.push(consul::close);
    ends.push(this::stop);
    ends.push(() -> consul.releaseNames().toCompletableFuture().join());
    KitServlets served = servlets;
    if (served != null) {
      ends.push(() -> served.drain(limits.drain()));
    }
    ends.run();
  }

  /** A start that hangs is not stopped: the two never run at the same time. */
  private void stop() throws Exception {
    Vassal instance = vassal;
    if (instance == null || insideStart) {
      return;
    }
    Ends ends = new Ends();
    KitServlets served = servlets;
    if (served != null) {
      ends.push(served::stop);
    }
    ends.push(instance::stop);
    boolean unused =
        threads.call(
            "stop()",
            () -> {
              ends.run();
              return true;
            },
            limits.stop());
  }
}
