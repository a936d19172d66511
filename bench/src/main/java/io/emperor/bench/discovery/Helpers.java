package io.emperor.bench.discovery;

import io.emperor.api.Consul;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
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
