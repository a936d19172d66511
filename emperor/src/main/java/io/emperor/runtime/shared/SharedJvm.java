package io.emperor.runtime.shared;

import io.emperor.consul.app.AppConsul;
import io.emperor.http.WebServer;
import io.emperor.runtime.App;
import io.emperor.runtime.Instance;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Reinforcement;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.net.URLConnection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Runs apps in the emperor's own JVM. Thread safe. */
public final class SharedJvm {

  private final WebServer web;
  private final ScheduledExecutorService timer;
  private final Consumer<Instance> reinforcements;
  private final LoadersInMemory loaders = new LoadersInMemory();

  /**
   * Makes the runtime.
   *
   * @param web what the apps' servlets are served by
   * @param timer bounds the calls into apps
   * @param reinforcements told of an instance that asks for another one beside it; must not wait
   */
  public SharedJvm(
      WebServer web, ScheduledExecutorService timer, Consumer<Instance> reinforcements) {
    this.web = web;
    this.timer = timer;
    this.reinforcements = reinforcements;
    // A cached jar file outlives its loader, and would be shared by all that open the same path.
    URLConnection.setDefaultUseCaches("jar", false);
  }

  /**
   * Loads an app; none of its code is run.
   *
   * @param launch what to load and with what
   * @param consul the app's view of the cluster; closed with the app
   * @return the app, to be closed by the caller
   * @throws UnusableAppException if a jar is broken or provides no vassal
   * @throws IOException if the private copy can't be read
   */
  public App load(Launch launch, AppConsul consul) throws UnusableAppException, IOException {
    LoadedApp loaded = LoadedApp.of(launch);
    loaders.add(launch.vassal(), loaded.loader());
    try {
      return app(launch, consul, loaded.kind(), loaded.loader());
    } catch (RuntimeException | LinkageError e) {
      loaded.loader().close();
      throw e;
    }
  }

  /**
   * Has the JVM collect the classes of a vassal that does not run, and with them what native
   * libraries they have loaded; takes some seconds at most.
   *
   * @param vassal its name
   */
  public void collect(String vassal) {
    loaders.collect(vassal);
  }

  private App app(Launch launch, AppConsul consul, AppKind kind, VassalClassLoader loader) {
    loader.bind(consul);
    AppThreads threads = new AppThreads(launch.vassal(), launch.generation(), loader, timer);
    consul.runCallbacksOn(threads);
    Reinforcement reinforcement =
        new Reinforcement(launch.vassal(), launch.instance(), reinforcements, System::nanoTime);
    SharedJvmApp app =
        new SharedJvmApp(launch, consul, kind, loader, threads, web, reinforcement, timer);
    loader.onExit(app::exited);
    return app;
  }
}
