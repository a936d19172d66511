package io.emperor.runtime.shared;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.base.SafeText;
import io.emperor.consul.app.AppConsul;
import io.emperor.http.ServletApp;
import io.emperor.http.WebServer;
import io.emperor.logging.SharedStream;
import io.emperor.runtime.App;
import io.emperor.runtime.Exit;
import io.emperor.runtime.Failure;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Pressure;
import io.emperor.runtime.Reinforcement;
import io.emperor.runtime.ToldFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An app in a class loader of its own within the emperor's JVM. */
final class SharedJvmApp implements App {

  private static final Logger log = LoggerFactory.getLogger(SharedJvmApp.class);

  /** How long a start that was interrupted has to come back, so that it can be stopped in order. */
  private static final long START_GRACE_SECONDS = 2;

  private final Launch launch;
  private final AppConsul consul;
  private final AppKind kind;
  private final VassalClassLoader loader;
  private final AppThreads threads;
  private final WebServer web;
  private final Reinforcement reinforcement;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Void> startReturned = new CompletableFuture<>();
  private final CompletableFuture<Exit> ended = new CompletableFuture<>();
  private final ToldFailures told = new ToldFailures();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile boolean startCalled;
  private volatile boolean stopSkipped;
  private volatile boolean insideHealth;
  private volatile boolean silent;
  private volatile @Nullable Vassal vassal;
  private volatile @Nullable ServletApp servlets;
  private volatile @Nullable QueueWatch queue;

  SharedJvmApp(
      Launch launch,
      AppConsul consul,
      AppKind kind,
      VassalClassLoader loader,
      AppThreads threads,
      WebServer web,
      Reinforcement reinforcement,
      ScheduledExecutorService timer) {
    this.launch = launch;
    this.consul = consul;
    this.kind = kind;
    this.loader = loader;
    this.threads = threads;
    this.web = web;
    this.reinforcement = reinforcement;
    this.timer = timer;
  }

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    startCalled = true;
    return threads.call(
        "start()",
        () -> {
          try {
            startOnOwnThread();
          } finally {
            startReturned.complete(null);
            stopIfTooLate();
          }
          return null;
        },
        limit);
  }

  /** The stop has come and gone while the start was still under way. */
  private void stopIfTooLate() throws Exception {
    if (stopSkipped) {
      stopOnOwnThread();
    }
  }

  private void startOnOwnThread() throws Exception {
    DatabaseDrivers.load(loader);
    Vassal instance = kind.vassal();
    vassal = instance;
    LaunchContext context = new LaunchContext(launch, consul, reinforcement);
    instance.start(context);
    ServletApp declared = kind.servlets(context, loader, threads).orElse(null);
    servlets = declared;
    if (declared != null) {
      declared.trustProxy(launch.trustsProxy());
      declared.start(web);
      watchQueue(declared);
    }
  }

  private void watchQueue(ServletApp served) {
    Pressure pressure = launch.pressure();
    if (pressure != null) {
      QueueWatch begun = new QueueWatch(served, pressure, reinforcement, timer);
      queue = begun;
      if (closed.get()) {
        begun.close(); // a start that has come back too late
      }
    }
  }

  /** The app has called System.exit, on whatever thread. */
  void exited(int status) {
    boolean unused = ended.complete(new Exit(status, ""));
  }

  @Override
  public CompletableFuture<Exit> ended() {
    return ended;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public Optional<ServletApp> servlets() {
    return Optional.ofNullable(servlets);
  }

  @Override
  public CompletableFuture<Health> health(Duration limit) {
    Vassal instance = vassal;
    if (instance == null || answersByDefault(instance)) {
      return CompletableFuture.completedFuture(Health.passing());
    }
    if (insideHealth) {
      silent = true;
      return CompletableFuture.completedFuture(Health.critical("health() still has not returned"));
    }
    return threads
        .call("health()", () -> askHealth(instance), limit)
        .whenComplete((health, failure) -> silent = failure instanceof TimeoutException)
        .exceptionally(this::thrownByHealth);
  }

  /** Asked again and again, it may throw the same each time. */
  private Health thrownByHealth(Throwable failure) {
    String words = Failure.message(failure);
    Throwable trace = told.news(failure);
    if (trace != null) {
      log.warn("health() has failed: {}", words, trace);
    }
    return Health.critical(words);
  }

  @Override
  public boolean isSilent() {
    return silent;
  }

  private Health askHealth(Vassal instance) {
    insideHealth = true;
    try {
      Health health = instance.health();
      return health == null
          ? Health.critical("health() answered null")
          : new Health(health.status(), SafeText.line(health.note()));
    } finally {
      insideHealth = false;
    }
  }

  /** Spares a thread: most small apps leave {@code health()} as it is. */
  private static boolean answersByDefault(Vassal instance) {
    try {
      return instance.getClass().getMethod("health").getDeclaringClass() == Vassal.class;
    } catch (NoSuchMethodException | LinkageError e) {
      // Some other method of the class mentions what is not there: the app itself can be asked.
      return false;
    }
  }

  @Override
  public CompletableFuture<Void> releaseNames() {
    return consul.releaseNames().toCompletableFuture();
  }

  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    return startOver().thenCompose(over -> stopCalled(limit));
  }

  /** Completes when no start is under way, or when an interrupted one has not come back in time. */
  private CompletableFuture<Void> startOver() {
    return startCalled
        ? startReturned.copy().completeOnTimeout(null, START_GRACE_SECONDS, TimeUnit.SECONDS)
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> stopCalled(Duration limit) {
    return threads.call(
        "stop()",
        () -> {
          try {
            stopOnOwnThread();
          } finally {
            consul.close();
          }
          return null;
        },
        limit);
  }

  private void stopOnOwnThread() throws Exception {
    stopSkipped = true;
    Vassal instance = vassal;
    if (instance == null && startCalled && startReturned.isDone()) {
      loader.endOfApp(); // its constructor may have done something before it failed
    }
    if (instance == null || (startCalled && !startReturned.isDone()) || stopped.getAndSet(true)) {
      return;
    }
    try {
      instance.stop();
    } finally {
      ServletApp served = servlets;
      if (served != null) {
        served.stop();
      }
      loader.endOfApp();
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    threads.end();
    QueueWatch watched = queue;
    if (watched != null) {
      watched.close();
    }
    SharedStream.ended(launch.vassal());
    // A stop that hangs, or never ran, has not come to this.
    consul.close();
    try {
      loader.close();
    } catch (IOException e) {
      log.warn("{} can't be closed: {}", launch.copy(), e.toString());
    }
  }
}
