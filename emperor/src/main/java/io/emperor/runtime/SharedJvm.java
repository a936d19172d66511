package io.emperor.runtime;

import io.emperor.consul.AppConsul;
import io.emperor.http.WebServer;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.util.concurrent.ScheduledExecutorService;

/** Runs apps in the emperor's own JVM. Thread safe. */
public final class SharedJvm {

  private final WebServer web;
  private final ScheduledExecutorService timer;

  /**
   * Makes the runtime.
   *
   * @param web what the apps' servlets are served by
   * @param timer bounds the calls into apps
   */
  public SharedJvm(WebServer web, ScheduledExecutorService timer) {
    this.web = web;
    this.timer = timer;
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
    return Files.isDirectory(launch.copy()) ? loadWar(launch, consul) : loadJar(launch, consul);
  }

  private App loadJar(Launch launch, AppConsul consul) throws UnusableAppException, IOException {
    String provider = Provider.name(launch.copy(), launch.source());
    VassalClassLoader loader = VassalClassLoader.ofJar(name(launch), launch.copy());
    try {
      AppKind kind = new ProvidedKind(Provider.load(provider, loader, launch.source()));
      return app(launch, consul, kind, loader);
    } catch (UnusableAppException | RuntimeException | LinkageError e) {
      loader.close();
      throw e;
    }
  }

  private App loadWar(Launch launch, AppConsul consul) throws IOException {
    VassalClassLoader loader = VassalClassLoader.ofWar(name(launch), launch.copy());
    try {
      return app(launch, consul, new WarKind(launch.copy()), loader);
    } catch (RuntimeException | LinkageError e) {
      loader.close();
      throw e;
    }
  }

  private static String name(Launch launch) {
    return launch.vassal() + "#" + launch.generation();
  }

  private App app(Launch launch, AppConsul consul, AppKind kind, VassalClassLoader loader) {
    loader.bind(consul);
    AppThreads threads = new AppThreads(launch.vassal(), launch.generation(), loader, timer);
    consul.runCallbacksOn(threads);
    SharedJvmApp app = new SharedJvmApp(launch, consul, kind, loader, threads, web);
    loader.onExit(app::exited);
    return app;
  }
}
