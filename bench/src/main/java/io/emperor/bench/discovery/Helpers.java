package io.emperor.bench.discovery;

import io.emperor.api.Consul;
import io.emperor.consul.AgentAddress;
import io.emperor.consul.AgentSettings;
import io.emperor.consul.AppConsul;
import io.emperor.consul.ConsistencyMode;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.TlsSettings;
import io.emperor.consul.TokenSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Binds {@link Consul} as the emperor does it for an app. */
final class Helpers implements AutoCloseable {

  private final ConsulBridge bridge;
  private final AppConsul consul;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Helpers(String address, ConsistencyMode mode) {
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse(address)),
            mode,
            TokenSource.none(),
            TlsSettings.defaults(),
            null);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    bridge = new ConsulBridge(settings, "bench", false, meters);
    consul = bridge.appConsul("bench");
    consul.runCallbacksOn(threads);
    Consul.bind(consul);
  }

  @Override
  public void close() {
    consul.close();
    bridge.close();
    threads.shutdownNow();
  }
}
