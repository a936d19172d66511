package io.emperor.await;

import io.emperor.provisioning.DiscoInputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What DISCO is told by {@code DISCO_CFG} and its files.
 *
 * @param path where schemas, rules and handlers are found, the first first
 * @param interval between two looks
 * @param failLimit after how many failures of a rule it gives up, 0 for never
 * @param flatFile a YAML file of values
 * @param consul the K/V store of a Consul
 * @param etcd an etcd
 */
public record DiscoSettings(
    List<Path> path,
    Duration interval,
    int failLimit,
    Optional<Path> flatFile,
    Optional<Consul> consul,
    Optional<Etcd> etcd) {

  /** Copies the list. */
  public DiscoSettings {
    path = List.copyOf(path);
  }

  /**
   * Where a Consul is.
   *
   * @param host its address as DISCO takes it, {@code http://ADDRESS:PORT}; empty for the usual one
   * @param prefix of the keys, which interfaces' names follow; empty for none
   */
  public record Consul(Optional<String> host, String prefix) {}

  /**
   * Where an etcd is.
   *
   * @param host a name or an address
   * @param port of its clients
   * @param prefix of the keys, which interfaces' names follow; empty for none
   */
  public record Etcd(String host, int port, String prefix) {

    String url() {
      String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
      return "http://" + shown + ":" + port + "/" + prefix;
    }
  }

  /** What is read and watched. */
  public DiscoInputs inputs() {
    return new DiscoInputs(
        path,
        interval,
        failLimit,
        flatFile.orElse(null),
        consul.map(Consul::prefix).orElse(null),
        etcd.map(Etcd::url).orElse(null));
  }
}
