package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.app.AppConsul;
import io.emperor.consul.http.Dialer;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The emperor's own requests while an app has given the whole JVM a proxy that is not there. */
@Tag("jdk")
@Isolated
class DirectTrafficTest {

  private final ProxySelector before = ProxySelector.getDefault();
  private final List<URI> asked = new CopyOnWriteArrayList<>();

  /** Leads everybody to a port on which nobody listens. */
  private final class Astray extends ProxySelector {

    private final Proxy.Type type;

    private Astray(Proxy.Type type) {
      this.type = type;
    }

    @Override
    public List<Proxy> select(URI uri) {
      asked.add(uri);
      return List.of(new Proxy(type, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  @AfterEach
  void restore() {
    ProxySelector.setDefault(before);
  }

  private static AgentSettings settings(RecordingAgent agent) {
    return new AgentSettings(
        List.of(agent.address()),
        ConsistencyMode.DEFAULT,
        TokenSource.fixed("secret-token"),
        TlsSettings.defaults(),
        null);
  }

  @ParameterizedTest
  @EnumSource(
      value = Proxy.Type.class,
      names = {"HTTP", "SOCKS"})
  void whatIsAskedGoesStraightToTheAgent(Proxy.Type type) {
    ProxySelector.setDefault(new Astray(type));
    try (RecordingAgent agent = new RecordingAgent().answering(200, "{}");
        ConsulBridge bridge =
            new ConsulBridge(settings(agent), "one", false, new SimpleMeterRegistry());
        AppConsul consul = bridge.appConsul("shop")) {
      assertThat(consul.services()).isEmpty();
    }

    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Proxy.Type.class,
      names = {"HTTP", "SOCKS"})
  void soDoHeartbeats(Proxy.Type type) throws Exception {
    ProxySelector.setDefault(new Astray(type));
    try (RecordingAgent agent = new RecordingAgent()) {
      Dialer dialer =
          new Dialer(agent.address(), null, Duration.ofSeconds(5), Duration.ofSeconds(5));

      dialer.dial().close();
    }

    assertThat(asked).isEmpty();
  }
}
