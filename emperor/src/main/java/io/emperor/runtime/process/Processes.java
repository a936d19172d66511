package io.emperor.runtime.process;

import io.emperor.runtime.App;
import io.emperor.runtime.probe.HttpProbe;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.probe.TcpProbe;
import io.emperor.runtime.probe.TrustAtStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Runs apps in processes of their own, and asks those that others run. Thread safe. */
public final class Processes {

  private static final int REMEMBERED = 2_000;

  /** Tells a hook the main process of what it is a hook of. */
  private static final String MAIN = "EMPEROR_PID";

  /** Whoever was given a port may not listen on it yet. */
  private final Set<Integer> given = ConcurrentHashMap.newKeySet();

  private final ChildProcesses children;
  private final String agent;
  private final ScheduledExecutorService timer;
  private final Executor resolvers =
      Executors.newCachedThreadPool(task -> ChildProcesses.daemon(task, "resolver"));

  private final TrustAtStart trust = new TrustAtStart();

  /** Made when it is first needed, because it takes a tenth of a second. */
  private @Nullable HttpClient http;

  /**
   * Makes the runtime.
   *
   * @param children starts them
   * @param agent the Consul agent's address, told to every program as {@code CONSUL_HTTP_ADDR}
   * @param timer for limits; runs nothing that takes time
   */
  public Processes(ChildProcesses children, String agent, ScheduledExecutorService timer) {
    this.children = children;
    this.agent = agent;
    this.timer = timer;
  }

  /**
   * Makes an app of a program; nothing is started.
   *
   * @param launch what to run and with what
   * @return the app
   */
  public App load(ProcessLaunch launch) {
    ProcessEnvironment environment = launch.environment();
    Program program = environment.program(launch.words(), agent);
    Fencing fencing = launch.fencing();
    StartGate gate = fencing == null ? null : new StartGate();
    ProcessRun run =
        new ProcessRun(
            () ->
                children.start(
                    program,
                    environment.vassal(),
                    environment.generation(),
                    gate,
                    launch.watch()::take),
            children.blocking(),
            fencing == null ? null : new Fence(fencing, gate));
    return new ProcessApp(
        run, launch.probe(), launch.stop(), environment.port(), launch.watch(), timer);
  }

  /**
   * An app with commands around its start and its stop.
   *
   * @param app the app
   * @param commands what is run
   * @param environment what the commands find around them
   * @return the app itself if there are no commands
   */
  public App hooked(App app, HookCommands commands, ProcessEnvironment environment) {
    if (commands.isEmpty()) {
      return app;
    }
    Hooks hooks =
        new Hooks(
            environment.vassal(),
            words ->
                children.start(
                    environment.program(words, agent).knowing(MAIN, mainProcess(app)),
                    environment.vassal(),
                    environment.generation()),
            children.blocking());
    return new HookedApp(app, commands, hooks);
  }

  /** The process of a program while it runs; nothing of what runs in the emperor's. */
  private static String mainProcess(App app) {
    boolean runs = app.isProgram() && app.pid() != 0 && !app.ended().isDone();
    return runs ? Long.toString(app.pid()) : "";
  }

  /**
   * An app that somebody else runs.
   *
   * @param probe how it is asked
   * @return the app
   */
  public App external(Probe probe) {
    return new ExternalApp(probe);
  }

  /**
   * A probe that connects.
   *
   * @param hosts names or addresses, of which one has to take the connection
   * @param port 1 to 65535
   * @param proving how long a program has to take connections until it is ready
   * @return the probe
   */
  public Probe tcp(List<String> hosts, int port, Duration proving) {
    return new TcpProbe(hosts, port, proving, resolvers);
  }

  /**
   * A probe that asks by HTTP.
   *
   * @param uris what it gets, by one address or several, of which one has to answer
   * @return the probe
   */
  public Probe http(List<URI> uris) {
    return new HttpProbe(client(), uris);
  }

  private synchronized HttpClient client() {
    if (http == null) {
      http = HttpProbe.client(trust);
    }
    return http;
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
    words.add(java());
    words.addAll(options);
    words.add("-jar");
    words.add(jar.toString());
    return words;
  }

  /** The Java that runs the emperor. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * A port that nobody listens on now.
   *
   * @param kept the one that is best, which was given before; 0 for any
   * @return 1 to 65535
   */
  public int freePort(int kept) {
    if (isFree(kept)) {
      return kept;
    }
    int port = portOfNobody();
    while (!given.add(port)) {
      port = portOfNobody();
    }
    if (given.size() > REMEMBERED) {
      given.clear();
    }
    return port;
  }

  /**
   * Whether a port can be given once more.
   *
   * @param port 0 for none, which can't
   */
  public static boolean isFree(int port) {
    if (port == 0) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int portOfNobody() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port", e);
    }
  }
}
