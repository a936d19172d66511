package io.emperor.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Runs apps in processes of their own, and asks those that others run. Thread safe. */
public final class Processes {

  private final Children children;
  private final String agent;
  private final ScheduledExecutorService timer;
  private final Executor blocking;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Makes the runtime.
   *
   * @param children starts them
   * @param agent the Consul agent's address, told to every program as {@code CONSUL_HTTP_ADDR}
   * @param timer for limits; runs nothing that takes time
   * @param blocking for looking at processes, which may take some milliseconds
   */
  public Processes(
      Children children, String agent, ScheduledExecutorService timer, Executor blocking) {
    this.children = children;
    this.agent = agent;
    this.timer = timer;
    this.blocking = blocking;
  }

  /**
   * Makes an app of a program; nothing is started.
   *
   * @param launch what to run and with what
   * @return the app
   */
  public App load(ProcessLaunch launch) {
    Map<String, String> environment = new HashMap<>();
    if (launch.port() != 0) {
      environment.put("PORT", Integer.toString(launch.port()));
      environment.put("SERVER_PORT", Integer.toString(launch.port()));
    }
    environment.put("CONSUL_HTTP_ADDR", agent);
    environment.putAll(launch.environment());
    environment.put("EMPEROR_VASSAL", launch.vassal());
    environment.put("EMPEROR_SERVICE_ID", launch.serviceId());
    return new ProcessApp(
        new Program(launch.words(), environment, launch.directory()),
        launch.probe(),
        launch.port(),
        launch.vassal(),
        launch.generation(),
        children,
        timer,
        blocking);
  }

  /**
   * An app that somebody else runs.
   *
   * @param probe how it is asked
   * @param port where it listens
   * @return the app
   */
  public App external(Probe probe, int port) {
    return new ExternalApp(probe, port);
  }

  /**
   * A probe that asks by HTTP.
   *
   * @param uri what it gets
   * @return the probe
   */
  public Probe http(URI uri) {
    return new HttpProbe(http, uri);
  }

  /**
   * The words that run a jar with the Java that runs the emperor.
   *
   * @param jar the private copy
   * @param options for the JVM
   * @return the program and its arguments
   */
  public static List<String> java(Path jar, List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.add("-jar");
    words.add(jar.toString());
    return words;
  }

  /**
   * A port that nobody listens on now.
   *
   * @return 1 to 65535
   */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port", e);
    }
  }
}
