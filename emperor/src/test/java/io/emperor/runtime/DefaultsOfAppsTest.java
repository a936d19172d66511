package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.runtime.probe.HttpProbe;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.probe.TrustAtStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What asks for others while an app has changed what holds for the whole JVM. */
@Isolated
class DefaultsOfAppsTest {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  private final ProxySelector proxies = ProxySelector.getDefault();
  private final SSLContext tls = SSLContext.getDefault();

  /** Leads everybody to a port on which nobody listens. */
  private static final class Astray extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(
          new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  DefaultsOfAppsTest() throws Exception {}

  @AfterEach
  void restore() {
    ProxySelector.setDefault(proxies);
    SSLContext.setDefault(tls);
    System.clearProperty(TRUST_STORE);
  }

  @Test
  void aProbeGoesStraightToWhatItAsks() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    server.start();
    try {
      ProxySelector.setDefault(new Astray());
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

      Probe probe = new HttpProbe(HttpProbe.client(new TrustAtStart()), List.of(uri));

      assertThat(probe.ask(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS).isPassing()).isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aProbeTrustsWhomJavaTrustedAtTheStart() throws Exception {
    TrustAtStart trust = new TrustAtStart();
    SSLContext anApps = SSLContext.getInstance("TLS");
    SSLContext.setDefault(anApps);
    System.setProperty(TRUST_STORE, "/nowhere");

    SSLContext used = HttpProbe.client(trust).sslContext();

    assertThat(used).isNotSameAs(anApps);
    assertThat(used.createSSLEngine().getSupportedProtocols()).contains("TLSv1.3");
  }

  @Test
  void whatJavaWasAskedToTrustAtTheStartIsWhatHolds() throws Exception {
    System.setProperty(TRUST_STORE, "/of/the/operators");

    TrustAtStart trust = new TrustAtStart();
    SSLContext.setDefault(SSLContext.getInstance("TLS"));

    assertThat(trust.context()).isSameAs(tls);
  }
}
