package io.emperor.consul;

import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * An emperor of the fleet {@code test} with one app, behind a proxy that breaks what goes through.
 */
record FleetEmperor(ConsulBridge bridge, FaultProxy proxy, AppConsul app, ExecutorService threads)
    implements AutoCloseable {

  /**
   * Starts one.
   *
   * @param agent the agent behind the proxy
   * @param others more agents, used without one
   */
  static FleetEmperor start(String name, String agent, String... others) {
    FaultProxy proxy = new FaultProxy(agent);
    List<AgentAddress> agents =
        Stream.concat(Stream.of(proxy.address()), Stream.of(others))
            .map(AgentAddress::parse)
            .toList();
    AgentSettings settings =
        new AgentSettings(
            agents, ConsistencyMode.DEFAULT, TokenSource.none(), TlsSettings.defaults(), null);
    FleetSettings fleet =
        new FleetSettings("test", Map.of("emperor", name), "1", null, LeaseTimes.DEFAULT);
    ConsulBridge bridge = new ConsulBridge(settings, name, fleet, false, new SimpleMeterRegistry());
    bridge.joinFleet();
    AppConsul app = bridge.appConsul("app", "app-" + name, "app");
    ExecutorService threads = Executors.newCachedThreadPool();
    app.runCallbacksOn(threads);
    return new FleetEmperor(bridge, proxy, app, threads);
  }

  @Override
  public void close() {
    proxy.set(Fault.pass());
    app.close();
    bridge.close();
    proxy.close();
    threads.shutdownNow();
  }
}
