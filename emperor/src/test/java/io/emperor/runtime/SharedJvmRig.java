package io.emperor.runtime;

import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.http.ListeningPort;
import io.emperor.http.WebServer;
import io.emperor.runtime.shared.Copying;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.runtime.shared.SharedJvm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A shared JVM with a real web server, and a Consul agent that is not there. */
public final class SharedJvmRig implements AutoCloseable {

  public static final Duration LONG = Duration.ofSeconds(20);

  /** Nothing listens there. */
  static final AgentAddress NOWHERE = new AgentAddress("http", "127.0.0.1", 1);

  private final Path directory;
  private final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  private final ConsulBridge consul =
      new ConsulBridge(AgentSettings.of(NOWHERE), "test", false, new SimpleMeterRegistry());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final SharedJvm jvm = new SharedJvm(web, timer, instance -> {});

  public SharedJvmRig(Path directory) {
    this.directory = directory;
    timer.setRemoveOnCancelPolicy(true);
    consul.start(); // as in an emperor: threads of its libraries are born outside of the apps
    web.start();
  }

  /** Where the app called shop keeps its data. */
  public Path data() {
    return directory.resolve("data/shop");
  }

  /** Loads generation 3 of an app called shop. */
  public App load(AppJar jar) throws Exception {
    return load(jar, Map.of());
  }

  public App load(AppJar jar, Map<String, String> settings) throws Exception {
    Path file = jar.writtenTo(directory.resolve("shop-3.jar"));
    AppConsul view = consul.appConsul("shop");
    Path source = directory.resolve("shop.jar");
    return jvm.load(
        new Launch("shop", "shop-test", 3, source, file, data(), settings, null, false), view);
  }

  /** Loads a war, which is unpacked first. */
  App loadWar(AppJar war) throws Exception {
    Path file = war.writtenTo(directory.resolve("shop.war"));
    PrivateCopies copies = PrivateCopies.in(directory.resolve("copies"));
    Path unpacked =
        copies.unpack(copies.copy(file, "shop-3.war", Copying.PLAIN), Long.MAX_VALUE, () -> true);
    AppConsul view = consul.appConsul("shop");
    return jvm.load(
        new Launch(
            "shop", "shop-test", 3, file, unpacked, data(), Map.of("key", "value"), null, false),
        view);
  }

  /** Opens a port with the app's servlets behind it. */
  ListeningPort serve(App app) throws IOException {
    ListeningPort port = web.listen(0);
    port.serve(app.servlets().orElseThrow());
    return port;
  }

  /** What is scheduled for later. */
  public int alarms() {
    return timer.getQueue().size();
  }

  static String get(ListeningPort port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port.number() + "/");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(LONG).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    web.close();
    consul.close();
    timer.shutdownNow();
  }
}
