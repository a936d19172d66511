package io.emperor.vassal.step;

import io.emperor.config.ProcessConfig;
import io.emperor.config.VassalConfig;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.process.Processes;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the probe that a configuration asks for: an open port, unless it says something else. */
public final class Checks {

  /** A program may listen on either. */
  private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "::1");

  /** Many open their port before they know whether they can start. */
  private static final Duration PROVING = Duration.ofSeconds(1);

  /** Where a relay looks for what is behind it. */
  private static final List<String> RELAYED = List.of("127.0.0.1");

  private final Processes processes;
  private final List<String> bound;

  /**
   * Makes probes.
   *
   * @param bind the address that the emperor opens ports on, {@code null} for all addresses
   */
  public Checks(Processes processes, @Nullable InetAddress bind) {
    this.processes = processes;
    this.bound =
        bind == null || bind.isAnyLocalAddress() ? THIS_MACHINE : List.of(bind.getHostAddress());
  }

  /** For a program that the emperor runs, which listens on this machine; 0 for no port. */
  Probe ofOwn(VassalConfig config, int port) {
    if (!config.rest().onDemand()) {
      return probe(config.process(), THIS_MACHINE, port, proving(config));
    }
    return config.process().isCheckOff()
        ? processes.tcp(RELAYED, port, proving(config))
        : probe(config.process(), RELAYED, port, proving(config));
  }

  /**
   * For an app in a JVM of its own: only what the configuration says, beside its health.
   *
   * @throws UnusableAppException if a path is given, and the app listens on no port
   */
  Probe ofOwnJvm(VassalConfig config, int port) throws UnusableAppException {
    ProcessConfig process = config.process();
    if (!process.isChecked()) {
      return Probe.none();
    }
    String path = process.checkHttp();
    if (port == 0 && path != null && path.startsWith("/")) {
      throw new UnusableAppException(
          "check-http: %s has no port to be asked on: the app has no servlets; name a whole URL"
              .formatted(path));
    }
    return probe(process, config.rest().onDemand() ? RELAYED : bound, port, proving(config));
  }

  /** For an app that others run, perhaps elsewhere. */
  Probe ofExternal(VassalConfig config) {
    String address = config.serviceAddress();
    return probe(config.process(), hosts(address), config.servicePort(), PROVING);
  }

  private static List<String> hosts(@Nullable String name) {
    return name == null || name.equals("localhost") ? THIS_MACHINE : List.of(name);
  }

  /** Somebody waits for what is on demand, and would wait for all of that. */
  private static Duration proving(VassalConfig config) {
    return config.rest().onDemand() ? Duration.ZERO : PROVING;
  }

  private Probe probe(ProcessConfig config, List<String> hosts, int port, Duration proving) {
    String path = config.checkHttp();
    if (path != null) {
      return processes.http(
          path.startsWith("/") ? uris(hosts, port, path) : uris(URI.create(path)));
    }
    if (config.isCheckOff() || (config.checkTcp() == null && port == 0)) {
      return Probe.none();
    }
    return tcp(config.checkTcp(), hosts, port, proving);
  }

  private static List<URI> uris(List<String> hosts, int port, String path) {
    return hosts.stream()
        .map(host -> host.contains(":") ? "[" + host + "]" : host)
        .map(host -> URI.create("http://" + host + ":" + port + path))
        .toList();
  }

  /** By that name, Java asks one of the two addresses alone. */
  private static List<URI> uris(URI uri) {
    return "localhost".equals(uri.getHost())
        ? List.of(uri, URI.create(uri.toString().replaceFirst("//localhost", "//[::1]")))
        : List.of(uri);
  }

  private Probe tcp(@Nullable String words, List<String> hosts, int port, Duration proving) {
    if (words == null) {
      return processes.tcp(hosts, port, proving);
    }
    int colon = words.lastIndexOf(':');
    return processes.tcp(
        colon < 0 ? hosts : hosts(words.substring(0, colon)),
        Integer.parseInt(words.substring(colon + 1)),
        proving);
  }
}
