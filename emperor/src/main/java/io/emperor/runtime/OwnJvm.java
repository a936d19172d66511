package io.emperor.runtime;

import io.emperor.consul.AgentSettings;
import io.emperor.consul.AgentSettingsWords;
import java.io.File;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs apps as {@link SharedJvm} does, each in a JVM of its own. Thread safe. */
public final class OwnJvm {

  /** What {@code bin/emperor} gives the emperor's, and lines for its log instead of one's own. */
  private static final List<String> OPTIONS =
      List.of(
          "-Dfile.encoding=UTF-8",
          "-Djava.awt.headless=true",
          "-XX:-OmitStackTraceInFastThrow",
          "-Xshare:auto",
          "-Dlogback.configurationFile=io/emperor/runtime/own-jvm-logback.xml");

  private final Children children;
  private final String emperor;
  private final AgentSettings consul;
  private final @Nullable InetAddress bind;
  private final Executor blocking;

  /**
   * Makes the runtime.
   *
   * @param children starts the JVMs
   * @param emperor the emperor's name
   * @param consul how the apps reach Consul
   * @param bind the address that their ports are opened on, {@code null} for all addresses
   * @param blocking for talking to processes, and looking at them
   */
  public OwnJvm(
      Children children,
      String emperor,
      AgentSettings consul,
      @Nullable InetAddress bind,
      Executor blocking) {
    this.children = children;
    this.emperor = emperor;
    this.consul = consul;
    this.bind = bind;
    this.blocking = blocking;
  }

  /** The emperor's own; in a distribution in the words of {@code bin/emperor}, for who looks on. */
  private static String classPath() {
    String path = System.getProperty("java.class.path");
    Set<String> places =
        Stream.of(path.split(File.pathSeparator, -1))
            .map(entry -> entry.replaceFirst("[^/]*\\.jar$", "*"))
            .collect(Collectors.toSet());
    return places.size() == 1 ? places.iterator().next() : path;
  }

  /**
   * Makes an app; nothing is started or loaded yet, so what can't be used is told by its start.
   *
   * @param launch what to load and with what
   * @param around what the JVM finds around it; its port is the configured one, 0 for a free one
   * @param options for the JVM
   * @param checks makes what is asked besides the app's own health, from the port it serves on
   * @return the app
   */
  public App load(
      Launch launch, Surroundings around, List<String> options, IntFunction<Probe> checks) {
    String address = bind == null ? null : bind.getHostAddress();
    HostOrder order =
        new HostOrder(launch, around.port(), address, emperor, AgentSettingsWords.of(consul));
    HostLink link = new HostLink(order, blocking);
    List<String> words = new ArrayList<>();
    words.add(Processes.java());
    words.addAll(OPTIONS);
    words.addAll(options);
    words.addAll(List.of("-cp", classPath(), AppHost.class.getName()));
    Program program = around.program(words, consul.agents().get(0).toString());
    ProcessRun run =
        new ProcessRun(
            () -> children.start(program, launch.vassal(), launch.generation(), link), blocking);
    return new OwnJvmApp(run, link, around.port(), checks);
  }
}
