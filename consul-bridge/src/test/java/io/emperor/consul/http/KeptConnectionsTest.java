package io.emperor.consul.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class KeptConnectionsTest {

  private final AtomicLong now = new AtomicLong();
  private final ServerSocket agent;
  private final KeptConnections connections;

  KeptConnectionsTest() throws IOException {
    agent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    AgentAddress address = new AgentAddress("http", "127.0.0.1", agent.getLocalPort());
    Duration limit = Duration.ofSeconds(1);
    connections = new KeptConnections(new Dialer(address, null, limit, limit), now::get);
  }

  @AfterEach
  void close() throws IOException {
    connections.close();
    agent.close();
  }

  @Test
  void theOneThatWasUsedLastIsTakenFirst() throws IOException {
    HttpClientConnection one = connections.take();
    HttpClientConnection other = connections.take();
    assertThat(other).isNotSameAs(one);

    connections.keep(other);
    connections.keep(one);

    assertThat(connections.take()).isSameAs(one);
    assertThat(connections.take()).isSameAs(other);
  }

  @Test
  void oneThatHasWaitedForAMinuteIsClosedInsteadOfUsed() throws IOException {
    HttpClientConnection old = connections.take();
    connections.keep(old);
    now.addAndGet(Duration.ofMinutes(1).toNanos());

    assertThat(connections.take()).isNotSameAs(old);
    assertThat(old.isOpen()).isFalse();
  }

  @Test
  void withOneThatFailsThoseThatWaitAreClosed() throws IOException {
    HttpClientConnection failing = connections.take();
    HttpClientConnection waiting = connections.take();
    connections.keep(waiting);

    connections.failed(failing);

    assertThat(failing.isOpen()).isFalse();
    assertThat(waiting.isOpen()).isFalse();
    assertThat(connections.take().isOpen()).isTrue();
  }

  @Test
  void theEndClosesThoseInUseAndOpensNoMore() throws IOException {
    HttpClientConnection used = connections.take();
    HttpClientConnection waiting = connections.take();
    connections.keep(waiting);

    connections.close();

    assertThat(used.isOpen()).isFalse();
    assertThat(waiting.isOpen()).isFalse();
    assertThatThrownBy(connections::take).isInstanceOf(IOException.class);
  }

  @Test
  void aHostWithoutAnAddressCanNotBeDialled() {
    AgentAddress nowhere = new AgentAddress("http", "nowhere.invalid", 8500);
    Duration limit = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Dialer(nowhere, null, limit, limit).dial())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere.invalid");
  }
}
