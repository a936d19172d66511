package io.emperor.vassal;

import io.emperor.config.ProcessConfig;
import io.emperor.config.VassalConfig;
import io.emperor.runtime.Probe;
import io.emperor.runtime.Processes;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the probe that a configuration asks for: an open port, unless it says something else. */
final class Checks {

  private static final String THIS_MACHINE = "127.0.0.1";

  private final Processes processes;

  Checks(Processes processes) {
    this.processes = processes;
  }

  /** For a program that the emperor runs, which listens on this machine; 0 for no port. */
  Probe ofOwn(VassalConfig config, int port) {
    return probe(config.process(), THIS_MACHINE, port);
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
