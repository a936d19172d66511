package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentOptions;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.AgentSettingsResolver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registration, heartbeats and helpers with an agent that wants a certificate from everybody. */
@Tag("jdk")
class MutualTlsTest {

  private static final Duration TTL = Duration.ofSeconds(1);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  static Path directory;

  private static Certificates certificates;
  private static ConsulAgentProcess agent;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.in(directory);
    port = FreePort.find();
    agent = ConsulAgentProcess.startTls(port, "verify_incoming = true\n" + certificates.agent());
    Await.until("it leads itself", () -> agent.log().contains("Synced node info"));
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  private static ConsulBridge bridge(Map<String, String> environment) {
    AgentSettings settings =
        new AgentSettingsResolver(environment, List.of()).resolve(AgentOptions.none());
    ConsulBridge bridge = new ConsulBridge(settings, "one", false, new SimpleMeterRegistry());
    bridge.start();
    return bridge;
  }

  private static ServiceDefinition service(String id) {
    return new ServiceDefinition(
        id, id, List.of(), Map.of(), null, 8080, TTL, Duration.ofMinutes(10));
  }

  @Test
  void withTheCertificateServicesStayPassingAndHelpersWork() throws Exception {
    try (ConsulBridge bridge = bridge(certificates.presenting(port))) {
      Registration registration = bridge.register(service("known"), Health.passing());
      registration.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      AppConsul consul = bridge.appConsul("shop");

      Await.until("it is in the catalog", () -> consul.healthy("known").size() == 1);
      Await.holdsFor(
          TTL.multipliedBy(3),
          "its heartbeats arrive",
          () -> {
            registration.health(Health.passing());
            return consul.healthy("known").size() == 1;
          });
      assertThat(consul.set("k", "v")).isTrue();
      assertThat(consul.get("k")).map(KeyValue::text).contains("v");
      assertThat(consul.service("known")).extracting(ServiceInstance::id).containsExactly("known");
      String session = consul.sessionCreate(null, "held", null, List.of());
      assertThat(consul.sessionInfo(session, null)).isPresent();
      registration.deregister().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void withoutTheCertificateNothingWorksAndTheMessageNamesIt() {
    try (ConsulBridge bridge = bridge(certificates.trusting(port));
        ConsulBridge known = bridge(certificates.presenting(port))) {
      Registration refused = bridge.register(service("stranger"), Health.passing());
      AppConsul consul = bridge.appConsul("shop");

      ConsulException failure =
          catchThrowableOfType(ConsulException.class, () -> consul.set("by-a-stranger", "v"));

      assertThat(failure).hasMessageContaining("client certificate");
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.applied()).isIn(Applied.NO, Applied.UNKNOWN);
      AppConsul other = known.appConsul("shop");
      assertThat(other.get("by-a-stranger")).isEmpty();
      assertThat(other.service("stranger")).isEmpty();
      assertThat(refused.registered().toCompletableFuture()).isNotDone();
    }
  }
}
