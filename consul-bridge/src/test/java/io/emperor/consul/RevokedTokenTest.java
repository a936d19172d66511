package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A token that Consul takes back while the emperor is running, and the one that comes after it. */
class RevokedTokenTest {

  private static final Duration TTL = Duration.ofSeconds(2);
  private static final String MASTER = "3c1f8b52-6a4d-4e0f-9b7a-2d5e8c4f1a60";
  private static final String ACL =
      """
      acl {
        enabled = true
        default_policy = "deny"
        tokens { master = "%s" agent = "%s" }
      }
      """
          .formatted(MASTER, MASTER);
  private static final String RULES =
      "service_prefix \\\"\\\" { policy = \\\"write\\\" } key_prefix \\\"\\\" { policy = \\\"write\\\" }"
          + " node_prefix \\\"\\\" { policy = \\\"read\\\" } agent_prefix \\\"\\\" { policy = \\\"read\\\" }";

  private static final String READING = "service_prefix \\\"\\\" { policy = \\\"read\\\" }";

  private static final Logger BRIDGE = (Logger) LoggerFactory.getLogger("io.emperor.consul");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private ConsulAgentProcess agent;

  @BeforeEach
  void start() {
    log.start();
    BRIDGE.addAppender(log);
    agent = ConsulAgentProcess.start(ACL);
    master("PUT", "/v1/acl/policy", "{\"Name\":\"emperor\",\"Rules\":\"" + RULES + "\"}");
  }

  @AfterEach
  void stop() {
    agent.close();
    BRIDGE.detachAppender(log);
  }

  private String master(String method, String path, String body) {
    return agent.send(method, path, body, "X-Consul-Token", MASTER).body();
  }

  private record Token(String accessor, String secret) {}

  private Token newToken() {
    String made = master("PUT", "/v1/acl/token", "{\"Policies\":[{\"Name\":\"emperor\"}]}");
    return new Token(field(made, "AccessorID"), field(made, "SecretID"));
  }

  private static String field(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\": \"([^\"]*)\".*", "$1");
  }

  private void write(Path file, Token token) throws Exception {
    Path fresh = Files.writeString(directory.resolve("fresh"), token.secret() + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private ConsulBridge bridge(Path file) {
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse(agent.httpAddress())),
            ConsistencyMode.DEFAULT,
            TokenSource.file(file),
            TlsSettings.defaults(),
            null);
    ConsulBridge bridge = new ConsulBridge(settings, "one", false, new SimpleMeterRegistry());
    bridge.start();
    return bridge;
  }

  private boolean isPassing() {
    return "passing".equals(field(master("GET", "/v1/agent/checks", ""), "Status"));
  }

  private List<String> warningsAboutTheToken() {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("Service 'web-1'") && line.contains("check the token"))
        .toList();
  }

  @Test
  void aRevokedTokenIsToldOnceAndItsSuccessorHealsEverythingWithoutARestart() throws Exception {
    Path file = directory.resolve("token");
    Token first = newToken();
    write(file, first);
    ServiceDefinition definition =
        new ServiceDefinition(
            "web-1", "web", List.of(), Map.of(), null, 80, TTL, Duration.ofMinutes(10));
    try (ConsulBridge bridge = bridge(file);
        LivingService web = new LivingService(bridge.register(definition, Health.passing()))) {
      AppConsul consul = bridge.appConsul("shop");
      web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(consul.set("before", "v")).isTrue();

      master("DELETE", "/v1/acl/token/" + first.accessor(), "");

      Await.until("its heartbeats are not taken any more", () -> !isPassing());
      Await.until("operators see why", () -> isRevoked(bridge));
      assertThat(web.registration().view().trouble()).contains("ACL not found", "revoked");
      ConsulException failure =
          catchThrowableOfType(ConsulException.class, () -> consul.set("during", "v"));
      assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
      assertThat(failure).hasMessageNotContaining(first.secret());
      Await.holdsFor(TTL.multipliedBy(2), "told once", () -> warningsAboutTheToken().size() == 1);

      write(file, newToken());
      long replaced = System.nanoTime();

      Await.until("it is passing again", this::isPassing);
      Duration took = Duration.ofNanos(System.nanoTime() - replaced);
      ReliabilityResults.time(
          "token revoked and replaced", "service passing again after the new token", TTL, took);
      assertThat(consul.set("after", "v")).isTrue();
      Await.until(
          "operators see that it is over",
          () -> bridge.agents().get(0).state() == AgentView.State.REACHABLE);
      assertThat(bridge.agents().get(0).trouble()).isEmpty();
      assertThat(web.registration().view().trouble()).isEmpty();
      assertThat(warningsAboutTheToken()).hasSize(1);
    }
  }

  private static boolean isRevoked(ConsulBridge bridge) {
    AgentView seen = bridge.agents().get(0);
    return seen.state() == AgentView.State.REFUSING
        && seen.trouble().contains("it was revoked or has expired")
        && seen.trouble().contains("token changes");
  }

  @Test
  void aTokenThatLacksARightIsToldApartFromOneThatIsUnknown() throws Exception {
    master("PUT", "/v1/acl/policy", "{\"Name\":\"reader\",\"Rules\":\"" + READING + "\"}");
    String made = master("PUT", "/v1/acl/token", "{\"Policies\":[{\"Name\":\"reader\"}]}");
    Path file = directory.resolve("token");
    write(file, new Token(field(made, "AccessorID"), field(made, "SecretID")));
    ServiceDefinition definition =
        new ServiceDefinition(
            "web-1", "web", List.of(), Map.of(), null, 80, TTL, Duration.ofMinutes(10));
    try (ConsulBridge bridge = bridge(file)) {
      Registration web = bridge.register(definition, Health.passing());

      Await.until("it was refused", () -> !web.view().trouble().isEmpty());

      assertThat(web.view().confirmed()).isFalse();
      assertThat(web.view().trouble())
          .contains("Permission denied", "the token lacks service:write")
          .doesNotContain("revoked");
      AgentView seen = bridge.agents().get(0);
      assertThat(seen.state()).isEqualTo(AgentView.State.REFUSING);
      assertThat(seen.trouble()).contains("the token lacks service:write");
    }
  }
}
