package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.SeenService;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service as Consul sees it, for operators. */
@Tag("agent")
class InspectorTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MANY = 60;

  private ConsulAgentProcess agent;
  private FaultProxy proxy;
  private ConsulBridge bridge;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    proxy = new FaultProxy(agent.httpAddress());
    bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(proxy.address())),
            "one",
            false,
            new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    bridge.close();
    proxy.close();
    agent.close();
  }

  private Registration registered(Health health) throws Exception {
    ServiceDefinition definition =
        new ServiceDefinition(
            "web/1",
            "web",
            List.of("blue"),
            Map.of(),
            null,
            80,
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));
    Registration registration = bridge.register(definition, health);
    registration.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return registration;
  }

  private SeenService seen(String id) throws Exception {
    return bridge.seen(id).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static ConsulException failure(CompletableFuture<SeenService> answer) {
    ExecutionException thrown =
        catchThrowableOfType(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
    return (ConsulException) Objects.requireNonNull(thrown.getCause());
  }

  @Test
  void showsTheRegistrationAndItsChecks() throws Exception {
    Registration unused = registered(Health.passing());

    SeenService seen = seen("web/1");

    assertThat(seen.agent()).isEqualTo(AgentAddress.parse(proxy.address()));
    assertThat(seen.status()).isEqualTo("passing");
    assertThat(seen.service())
        .containsEntry("ID", "web/1")
        .containsEntry("Service", "web")
        .containsEntry("Port", 80)
        .containsEntry("Tags", List.of("blue"));
    assertThat(seen.checks())
        .singleElement()
        .satisfies(check -> assertThat(check).containsEntry("CheckID", "service:web/1"));
  }

  @Test
  void showsWhatIsNotWellToo() throws Exception {
    Registration registration = registered(Health.critical("no database"));
    assertThat(seen("web/1").status()).isEqualTo("critical");

    registration.health(Health.warning("slow"));
    Await.until("a warning", () -> seen("web/1").status().equals("warning"));

    registration.maintenance(true, "new disks").toCompletableFuture().get(5, TimeUnit.SECONDS);
    SeenService seen = seen("web/1");
    assertThat(seen.status()).isEqualTo("maintenance");
    assertThat(seen.checks()).anySatisfy(check -> assertThat(check).containsValue("new disks"));
  }

  @Test
  void isAbsentIfTheAgentDoesNotHaveIt() throws Exception {
    assertThat(seen("nothing"))
        .isEqualTo(
            new SeenService(AgentAddress.parse(proxy.address()), "absent", Map.of(), List.of()));
  }

  @Test
  void failsAsTheAgentDoes() {
    proxy.set(Fault.status(403));
    assertThat(failure(bridge.seen("web/1").toCompletableFuture()).kind())
        .isEqualTo(Kind.FORBIDDEN);
    proxy.set(Fault.status(503));
    assertThat(failure(bridge.seen("web/1").toCompletableFuture()).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void howeverManyAskASilentAgentFewConnectionsAreTakenAndNobodyWaitsLong() {
    proxy.set(Fault.silent());
    long begin = System.nanoTime();
    List<CompletableFuture<SeenService>> answers =
        Stream.generate(() -> bridge.seen("web/1").toCompletableFuture()).limit(MANY).toList();

    assertThat(answers)
        .allSatisfy(answer -> assertThat(failure(answer).kind()).isEqualTo(Kind.UNAVAILABLE));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.plusSeconds(2));
    assertThat(proxy.requests()).isLessThan(10);
  }
}
