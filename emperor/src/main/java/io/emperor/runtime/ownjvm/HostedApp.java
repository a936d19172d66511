package io.emperor.runtime.ownjvm;

import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.name.HostedNames;
import io.emperor.consul.settings.AgentSettingsException;
import io.emperor.consul.settings.AgentVariables;
import io.emperor.http.ListeningPort;
import io.emperor.http.WebServer;
import io.emperor.runtime.App;
import io.emperor.runtime.Launch;
import io.emperor.runtime.SerfCarrier;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.shared.SharedJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The app in a JVM of its own, with all that the emperor has for it in the shared one: a class
 * loader, threads, a web server, a view of the cluster. Loaded and started once. Thread safe.
 */
final class HostedApp {

  /** Clients that follow Consul hear within it that this generation is not the one any more. */
  private static final Duration NEWS = Duration.ofSeconds(1);

  private final HostRequest request;
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final WebServer web;
  private final ConsulBridge consul;
  private final Runnable reinforcement;
  private volatile @Nullable App app;
  private volatile @Nullable ListeningPort port;
  private volatile @Nullable CompletableFuture<Void> starting;
  private @Nullable CompletableFuture<Void> stopping; // guarded by this

  /**
   * Builds what the app will be run with.
   *
   * @param names the line to who keeps the app's names
   * @param reinforcement the same to who can start another instance
   * @throws IOException if Consul can't be spoken to with the files that are named for it
   */
  HostedApp(HostRequest request, HostedNames.Line names, Runnable reinforcement)
      throws IOException {
    this.request = request;
    this.reinforcement = reinforcement;
    timer.setRemoveOnCancelPolicy(true);
    String bind = request.bind();
    web = new WebServer("http", bind == null ? null : InetAddress.getByName(bind));
    try {
      consul =
          ConsulBridge.hosted(
              AgentVariables.read(request.consul()), request.emperor(), request.fleet(), names);
    } catch (AgentSettingsException e) {
      throw new IOException(String.join(" ", e.problems()), e);
    }
    SerfCarrier.of(request.serf()).ifPresent(consul.events()::carryAppsBy);
    web.start();
    consul.start();
  }

  /** Takes what the emperor says about names. */
  void heardOfNames(String line) {
    consul.fleet().received(line);
  }

  CompletableFuture<Void> releaseNames() {
    App running = app;
    return running == null ? CompletableFuture.completedFuture(null) : running.releaseNames();
  }

  /**
   * Loads the app.
   *
   * @return the app, none of whose code has run
   */
  App load() throws UnusableAppException, IOException {
    Launch launch = request.launch();
    AppConsul view =
        launch.instance() == null
            ? consul.appConsul(launch.vassal())
            : consul.hostedInstanceConsul(launch.vassal());
    App loaded = new SharedJvm(web, timer, instance -> reinforcement.run()).load(launch, view);
    app = loaded;
    return loaded;
  }

  private App loaded() {
    App loaded = app;
    if (loaded == null) {
      throw new IllegalStateException("there is no app yet");
    }
    return loaded;
  }

  /**
   * Starts the app and, if it has servlets, opens a port for them.
   *
   * @return the port, 0 without servlets
   */
  CompletableFuture<Integer> start(Duration limit) {
    CompletableFuture<Void> started = loaded().start(limit);
    starting = started;
    return started.thenApply(done -> opened());
  }

  private int opened() {
    return loaded()
        .servlets()
        .map(
            servlets -> {
              try {
                ListeningPort open = web.listen(request.port());
                open.serve(servlets);
                port = open;
                return open.number();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            })
        .orElse(0);
  }

  CompletableFuture<HostHealth> health(Duration limit) {
    App asked = loaded();
    return asked.health(limit).thenApply(health -> new HostHealth(health, asked.isSilent()));
  }

  /**
   * Lets requests finish. New connections are taken for a while: who follows Consul needs a moment
   * to hear of another generation.
   */
  CompletableFuture<Void> drain(Duration limit) {
    ListeningPort open = port;
    if (open == null) {
      return CompletableFuture.completedFuture(null);
    }
    open.leave();
    Duration half = limit.dividedBy(2);
    Duration news = half.compareTo(NEWS) < 0 ? half : NEWS;
    CompletableFuture<Void> heard = new CompletableFuture<>();
    return heard
        .completeOnTimeout(null, news.toNanos(), TimeUnit.NANOSECONDS)
        .thenRun(open::refuse)
        .thenCompose(done -> loaded().servlets().orElseThrow().drain().copy())
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((done, failure) -> open.close());
  }

  /** Stops the app; asked again, it answers the same. */
  synchronized CompletableFuture<Void> stop(Duration limit) {
    CompletableFuture<Void> before = stopping;
    if (before != null) {
      return before;
    }
    App running = app;
    CompletableFuture<Void> over =
        running == null ? CompletableFuture.completedFuture(null) : ended(running, limit);
    stopping = over;
    return over;
  }

  /** A start that is still under way is interrupted; what the app has in Consul is given back. */
  private CompletableFuture<Void> ended(App running, Duration limit) {
    CompletableFuture<Void> started = starting;
    if (started != null) {
      started.cancel(true);
    }
    return running.stop(limit).whenComplete((done, failure) -> running.close());
  }
}
