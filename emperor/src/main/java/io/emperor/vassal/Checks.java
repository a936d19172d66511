package io.emperor.vassal;

import io.emperor.config.ProcessConfig;
import io.emperor.config.VassalConfig;
import io.emperor.runtime.Probe;
import io.emperor.runtime.Processes;
import io.emperor.runtime.UnusableAppException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the probe that a configuration asks for: an open port, unless it says something else. */
final class Checks {

  private static final String THIS_MACHINE = "127.0.0.1";

  private final Processes processes;
  private final String bound;

  /**
   * Makes probes.
   *
   * @param bind the address that the emperor opens ports on, {@code null} for all addresses
   */
  Checks(Processes processes, @Nullable InetAddress bind) {
    this.processes = processes;
    this.bound = bind == null || bind.isAnyLocalAddress() ? THIS_MACHINE : bind.getHostAddress();
  }

  /** For a program that the emperor runs, which listens on this machine; 0 for no port. */
  Probe ofOwn(VassalConfig config, int port) {
    return probe(config.process(), THIS_MACHINE, port);
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
    return probe(process, bound, port);
  }

  /** For an app that others run, perhaps elsewhere. */
  Probe ofExternal(VassalConfig config) {
    String host = Objects.requireNonNullElse(config.serviceAddress(), THIS_MACHINE);
    return probe(config.process(), host, config.servicePort());
  }

  private Probe probe(ProcessConfig config, String host, int port) {
    String path = config.checkHttp();
    if (path != null) {
      String base = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
      return processes.http(URI.create(path.startsWith("/") ? base + path : path));
    }
    if (config.isCheckOff() || (config.checkTcp() == null && port == 0)) {
      return Probe.none();
    }
    return tcp(config.checkTcp(), host, port);
  }

  private Probe tcp(@Nullable String words, String host, int port) {
    if (words == null) {
      return processes.tcp(host, port);
    }
    int colon = words.lastIndexOf(':');
    return processes.tcp(
        colon < 0 ? host : words.substring(0, colon), Integer.parseInt(words.substring(colon + 1)));
  }
}
