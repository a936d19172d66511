package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentOptions;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.AgentSettingsResolver;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that want a token, and agents that want TLS. */
@Tag("jdk")
class SecuredAgentTest {

  static final String MASTER = "9b0b1a5c-2a30-4b5d-8f0e-0f7c1d2e3a4b";
  static final String ACL =
      """
      acl {
        enabled = true
        default_policy = "deny"
        tokens { master = "%s" agent = "%s" }
      }
      """
          .formatted(MASTER, MASTER);
  private static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "web-1",
          "web",
          List.of(),
          Map.of("vassal", "shop"),
          null,
          8080,
          Duration.ofSeconds(15),
          Duration.ofMinutes(10));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private static AgentSettings settings(ConsulAgentProcess agent, TokenSource token) {
    return new AgentSettings(
        List.of(AgentAddress.parse(agent.httpAddress())),
        ConsistencyMode.DEFAULT,
        token,
        TlsSettings.defaults(),
        null);
  }

  static String tokenWith(ConsulAgentProcess agent, String name, String rules) {
    String[] master = {"X-Consul-Token", MASTER};
    agent.send(
        "PUT",
        "/v1/acl/policy",
        "{\"Name\":\"%s\",\"Rules\":\"%s\"}".formatted(name, rules.replace("\"", "\\\"")),
        master);
    String made =
        agent
            .send(
                "PUT",
                "/v1/acl/token",
                "{\"Policies\":[{\"Name\":\"%s\"}]}".formatted(name),
                master)
            .body();
    return made.replaceAll("(?s).*\"SecretID\": \"([^\"]*)\".*", "$1");
  }

  private void rotate(Path file, String token) throws IOException {
    Path fresh = Files.writeString(directory.resolve("fresh"), token + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aTokenFileIsReadAgainWhenItChanges() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start(ACL)) {
      String powerless = tokenWith(agent, "none", "key \"other\" { policy = \"read\" }");
      Path file = directory.resolve("token");
      rotate(file, powerless);
      try (ConsulBridge bridge =
          new ConsulBridge(
              settings(agent, TokenSource.file(file)), "one", false, new SimpleMeterRegistry())) {
        bridge.start();
        AppConsul consul = bridge.appConsul("shop");
        Registration registration = bridge.register(SERVICE, Health.passing());
        ConsulException failure =
            catchThrowableOfType(ConsulException.class, () -> consul.set("k", "v"));
        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure.applied()).isEqualTo(Applied.NO);
        assertThat(failure).hasMessageNotContaining(powerless);
        assertThat(registration.registered().toCompletableFuture()).isNotDone();
        rotate(file, MASTER);
        assertThat(consul.set("k", "v")).isTrue();
        registration.registered().toCompletableFuture().get(5, TimeUnit.SECONDS);
        rotate(file, "00000000-1111-2222-3333-444444444444");
        assertThatThrownBy(() -> consul.get("k"))
            .isInstanceOfSatisfying(
                ConsulException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
        rotate(file, MASTER);
        registration.deregister().toCompletableFuture().get(5, TimeUnit.SECONDS);
      }
      try (ConsulBridge anonymous =
          new ConsulBridge(
              settings(agent, TokenSource.none()), "one", false, new SimpleMeterRegistry())) {
        AppConsul consul = anonymous.appConsul("shop");
        assertThatThrownBy(() -> consul.get("k"))
            .isInstanceOfSatisfying(
                ConsulException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
        assertThatThrownBy(() -> consul.sessionCreate(null, null, null, null))
            .isInstanceOfSatisfying(
                ConsulException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
      }
    }
  }

  @Test
  void talksTlsWithAClientCertificate() throws Exception {
    Certificates certificates = Certificates.in(directory);
    int port = FreePort.find();
    String hcl = "verify_incoming_https = true\n" + certificates.agent();
    try (ConsulAgentProcess agent = ConsulAgentProcess.startTls(port, hcl)) {
      Await.until("it serves TLS alone", () -> agent.log().contains("HTTP: -1, HTTPS: " + port));
      Map<String, String> environment = certificates.trusting(port);
      String refused = tlsFailure(environment);
      assertThat(refused).contains("client certificate").doesNotContain("\n");

      environment = certificates.presenting(port);
      try (ConsulBridge bridge =
          new ConsulBridge(resolved(environment), "one", false, new SimpleMeterRegistry())) {
        AppConsul consul = bridge.appConsul("shop");
        Await.until("it works over TLS", () -> consul.set("k", "v"));
        bridge
            .register(SERVICE, Health.passing())
            .registered()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
      }
      environment.put("CONSUL_TLS_SERVER_NAME", "elsewhere.test");
      assertThat(tlsFailure(environment)).contains("server name");
      environment.put("CONSUL_HTTP_SSL_VERIFY", "false");
      try (ConsulBridge bridge =
          new ConsulBridge(resolved(environment), "one", false, new SimpleMeterRegistry())) {
        assertThat(bridge.appConsul("shop").get("k")).isPresent();
      }
    }
  }

  private static AgentSettings resolved(Map<String, String> environment) {
    return new AgentSettingsResolver(environment, List.of()).resolve(AgentOptions.none());
  }

  private static String tlsFailure(Map<String, String> environment) {
    try (ConsulBridge bridge =
        new ConsulBridge(resolved(environment), "one", false, new SimpleMeterRegistry())) {
      AppConsul consul = bridge.appConsul("shop");
      String[] message = new String[1];
      Await.until(
          "the agent is up and refuses",
          () -> {
            ConsulException failure =
                catchThrowableOfType(ConsulException.class, () -> consul.get("k"));
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            message[0] = failure.getMessage();
            return !message[0].contains("refused");
          });
      return message[0];
    }
  }
}
