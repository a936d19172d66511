package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token has to allow for an app to have names, and what happens without. */
class FleetTokenTest {

  private static final byte[] VALUE = "v".getBytes(StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ConsulAgentProcess agent;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start(SecuredAgentTest.ACL);
  }

  @AfterEach
  void stop() {
    agent.close();
    threads.shutdownNow();
  }

  private String tokenWith(String rules) {
    return SecuredAgentTest.tokenWith(agent, "it", rules);
  }

  private ConsulBridge bridge(String token) {
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse(agent.httpAddress())),
            ConsistencyMode.DEFAULT,
            () -> token,
            TlsSettings.defaults(),
            null);
    FleetSettings fleet = new FleetSettings("test", Map.of(), "1", null, LeaseTimes.DEFAULT);
    ConsulBridge bridge =
        new ConsulBridge(settings, "one", fleet, false, new SimpleMeterRegistry());
    bridge.start();
    return bridge;
  }

  private AppConsul app(ConsulBridge bridge) {
    AppConsul app = bridge.appConsul("app");
    app.runCallbacksOn(threads);
    return app;
  }

  @Test
  void writingBelowTheFleetsPrefixSuffices() throws Exception {
    String token = tokenWith("key_prefix \"emperor/test/\" { policy = \"write\" }");
    try (ConsulBridge bridge = bridge(token)) {
      AppConsul app = app(bridge);
      Lease lease = app.register("shop", "here").orElseThrow();
      assertThat(app.lookup("shop").orElseThrow().value()).isEqualTo("here");
      assertThat(app.registered("")).hasSize(1);
      assertThat(bridge.fleet().view().toCompletableFuture().get(6, TimeUnit.SECONDS).emperors())
          .hasSize(1);
      CountDownLatch led = new CountDownLatch(1);
      var unused = app.lead("job", mine -> led.countDown());
      assertThat(led.await(10, TimeUnit.SECONDS)).isTrue();
      // A key elsewhere is a matter between the app's policy and Consul, lease or not.
      assertThatThrownBy(() -> app.set(lease, "elsewhere", VALUE, null))
          .isInstanceOfSatisfying(
              ConsulException.class,
              failure -> assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN));
      assertThat(lease.held()).isTrue();
      app.close();
    }
  }

  @Test
  void withoutItItIsSaidAndNothingRuns() throws Exception {
    String token = tokenWith("key_prefix \"emperor/other/\" { policy = \"write\" }");
    try (ConsulBridge bridge = bridge(token)) {
      AppConsul app = app(bridge);
      assertThatThrownBy(() -> app.register("shop", ""))
          .isInstanceOfSatisfying(
              ConsulException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
                assertThat(failure.applied()).isEqualTo(Applied.NO);
                assertThat(failure).hasMessageNotContaining(token);
              });
      CountDownLatch led = new CountDownLatch(1);
      Leadership leadership = app.lead("job", lease -> led.countDown());
      Await.holdsFor(Duration.ofSeconds(5), "nothing runs", () -> led.getCount() == 1);
      assertThat(leadership.isLeader()).isFalse();
      assertThat(
              agent
                  .send("GET", "/v1/kv/?keys", "", "X-Consul-Token", SecuredAgentTest.MASTER)
                  .body())
          .doesNotContain("emperor/test/");
      app.close();
    }
  }
}
