package io.emperor.runtime.ownjvm;

import io.emperor.consul.ConsulBridge;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.NamesHost;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.AgentVariables;
import io.emperor.consul.settings.TokenSource;
import io.emperor.logging.LogLevels;
import io.emperor.runtime.App;
import io.emperor.runtime.Instance;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Reinforcement;
import io.emperor.runtime.SerfCarrier;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.owner.VassalUser;
import io.emperor.runtime.probe.PortChecks;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.Fence;
import io.emperor.runtime.process.Fencing;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.process.ProcessRun;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.process.Program;
import io.emperor.runtime.shared.LoadedApp;
import io.emperor.runtime.shared.SharedJvm;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs apps as {@link SharedJvm} does, each in a JVM of its own. Thread safe. */
public final class OwnJvm {

  /** What {@code bin/emperor} gives the emperor's, and lines for its log instead of one's own. */
  private static final List<String> OPTIONS =
      List.of(
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Djava.awt.headless=true",
          "-XX:-OmitStackTraceInFastThrow",
          "-Dlogback.configurationFile=io/emperor/runtime/ownjvm/own-jvm-logback.xml");

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final ChildProcesses children;
  private final String emperor;
  private final AgentSettings consul;
  private final Names names;
  private final Map<String, String> serf;
  private final @Nullable InetAddress bind;
  private final Consumer<Instance> reinforcements;

  /**
   * Who keeps names of the fleet for the apps.
   *
   * @param bridge of the emperor
   * @param fleet what the emperor is in its fleet
   */
  public record Names(ConsulBridge bridge, FleetSettings fleet) {}

  /**
   * Makes the runtime.
   *
   * @param children starts the JVMs
   * @param emperor the emperor's name
   * @param consul how the apps reach Consul
   * @param names who keeps names of the fleet for the apps
   * @param serf what carries their events, {@link io.emperor.runtime.SerfCarrier#words}; empty for
   *     Consul
   * @param bind the address that their ports are opened on, {@code null} for all addresses
   * @param reinforcements told of an instance that asks for another one beside it; must not wait
   */
  public OwnJvm(
      ChildProcesses children,
      String emperor,
      AgentSettings consul,
      Names names,
      Map<String, String> serf,
      @Nullable InetAddress bind,
      Consumer<Instance> reinforcements) {
    this.children = children;
    this.emperor = emperor;
    this.consul = consul;
    this.names = names;
    this.serf = Map.copyOf(serf);
    this.bind = bind;
    this.reinforcements = reinforcements;
  }

  /** The emperor's own, from wherever the app's JVM is started. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static TokenSource token(VassalUser user) {
    String own = user.consulToken();
    return own == null ? TokenSource.none() : TokenSource.fixed(own);
  }

  /** Java and the emperor's jars lie wherever root has put them. */
  private static void requireReadable(Account user) throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of(Processes.java())));
    Stream.of(classPath().split(File.pathSeparator, -1)).map(Path::of).forEach(files::add);
    Ownership.requireReadable(user, files);
  }

  /** A shell stands in front of the JVM, and some keep other names back. */
  private static void requirePlainNames(ProcessEnvironment environment)
      throws UnusableAppException {
    for (String name : environment.environment().keySet()) {
      if (!PLAIN_NAME.matcher(name).matches()) {
        throw new UnusableAppException(
            "env.%s: no shell passes such a name on to a JVM: use -D%s=… in jvm-options"
                .formatted(name, name));
      }
    }
  }

  /**
   * Makes an app; nothing is started yet, but its classes have been looked at.
   *
   * @param launch what to load and with what
   * @param serviceName the name of its service
   * @param slot the slot of an instance; {@code null} for what is none
   * @param fencing has it frozen once its lease is over; {@code null} for what needs none
   * @param relayed whether its port is for a relay on this machine alone
   * @param environment what the JVM finds around it; its port is the configured one, 0 for a free
   *     one
   * @param kept the port that is best instead of a free one, 0 for none
   * @param options for the JVM
   * @param checks makes what is asked besides the app's own health, from the port it serves on
   * @return the app
   * @throws UnusableAppException if it can't be loaded
   * @throws IOException if the private copy can't be read
   */
  public App load(
      Launch launch,
      String serviceName,
      @Nullable HeldSlot slot,
      @Nullable Fencing fencing,
      boolean relayed,
      ProcessEnvironment environment,
      int kept,
      List<String> options,
      PortChecks checks)
      throws UnusableAppException, IOException {
    requirePlainNames(environment);
    LoadedApp.of(launch).loader().close();
    VassalUser user = environment.user();
    if (user != null) {
      requireReadable(user.account());
    }
    InetAddress at = relayed ? InetAddress.getLoopbackAddress() : bind;
    String address = at == null ? null : at.getHostAddress();
    int port = environment.port() == 0 && Processes.isFree(kept) ? kept : environment.port();
    HostRequest request =
        new HostRequest(
            launch,
            port,
            address,
            emperor,
            names.fleet(),
            AgentVariables.of(user == null ? consul : consul.of(token(user))),
            user == null ? serf : SerfCarrier.withoutKey(serf),
            LogLevels.all());
    HostChannel channel = new HostChannel(request.text(), children.blocking());
    NamesHost host =
        names
            .bridge()
            .fleet()
            .namesHost(launch.vassal(), launch.serviceId(), serviceName, slot, channel::tellNames);
    channel.namesTo(host::received);
    channel.reinforcementTo(
        new Reinforcement(launch.vassal(), launch.instance(), reinforcements, System::nanoTime)
            ::ask);
    List<String> words = new ArrayList<>(AppHost.SHELL);
    words.add(Processes.java());
    words.addAll(OPTIONS);
    words.addAll(ClassArchiveOptions.beside(options));
    words.addAll(options);
    words.addAll(List.of("-cp", classPath(), AppHost.class.getName()));
    Program program = environment.program(words, consul.agents().get(0).toString());
    ProcessRun run =
        new ProcessRun(
            () -> children.start(program, launch.vassal(), launch.generation(), channel),
            children.blocking(),
            fencing == null ? null : new Fence(fencing, null));
    return new OwnJvmApp(run, channel, host, environment.port(), checks);
  }
}
