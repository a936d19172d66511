package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.api.Health;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is left out of a list because of the token is not gone. */
@Tag("agent")
class WeakTokenTest {

  private static final String REGISTER = "PUT /v1/agent/service/register";
  private static final String LIST = "GET /v1/agent/services";
  private static final Logger BRIDGE = (Logger) LoggerFactory.getLogger("io.emperor.consul");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicInteger token = new AtomicInteger();
  private ConsulAgentProcess agent;
  private WeakTokenAgent weak;
  private ConsulBridge bridge;

  @BeforeEach
  void start() {
    log.start();
    BRIDGE.addAppender(log);
    agent = ConsulAgentProcess.start();
    weak = new WeakTokenAgent(agent);
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse(weak.address())),
            ConsistencyMode.DEFAULT,
            () -> "token-" + token.get(),
            TlsSettings.defaults(),
            null);
    bridge = new ConsulBridge(settings, "one", false, new SimpleMeterRegistry());
    bridge.start();
  }

  @AfterEach
  void stop() {
    bridge.close();
    weak.close();
    agent.close();
    BRIDGE.detachAppender(log);
  }

  private Registration registered(String id) throws Exception {
    ServiceDefinition service =
        new ServiceDefinition(
            id,
            "web",
            List.of(),
            Map.of(),
            null,
            8080,
            Duration.ofMinutes(10),
            Duration.ofMinutes(20));
    Registration registration = bridge.register(service, Health.passing());
    registration.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return registration;
  }

  /** Makes the bridge compare, which it does whenever the token is another one. */
  private void compare() {
    long before = weak.seen(LIST);
    token.incrementAndGet();
    Await.until("what is there is listed", () -> weak.seen(LIST) > before);
  }

  private List<String> lines(String words) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(words))
        .toList();
  }

  @Test
  void aServiceThatIsLeftOutOfTheListIsNotRegisteredAgain() throws Exception {
    Registration registration = registered("web-1");
    weak.hides("web-1");
    compare();
    Await.until("it is told", () -> lines("Permission denied").size() == 1);
    compare();
    assertThat(lines("Permission denied")).hasSize(1);
    assertThat(lines("again: Consul does not have it")).isEmpty();
    assertThat(weak.seen(REGISTER)).isEqualTo(1);
    assertThat(registration.view().trouble()).contains("Permission denied", "token");
    weak.hides("");
    compare();
    registration.health(Health.warning("slow"));
    Await.until("it is seen again", () -> registration.view().trouble().isEmpty());
    assertThat(weak.seen(REGISTER)).isEqualTo(1);
  }

  @Test
  void aServiceThatIsGoneIsRegisteredAgainThoughTheListLacksOthers() throws Exception {
    registered("web-1");
    agent.put("/v1/agent/service/register", "{\"Name\": \"theirs\"}");
    weak.hides("theirs");
    agent.put("/v1/agent/service/deregister/web-1", "");
    compare();
    Await.until("it is back", () -> agent.get("/v1/agent/services").contains("web-1"));
    assertThat(weak.seen(REGISTER)).isEqualTo(2);
  }
}
