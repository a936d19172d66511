package io.emperor.consul.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.Fault;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.RecordingAgent;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration and heartbeats against a real agent. */
@Tag("agent")
class RegistrationTest {

  private static ConsulAgentProcess agent;
  private final List<ConsulBridge> bridges = new ArrayList<>();

  @BeforeAll
  static void startAgent() {
    agent = ConsulAgentProcess.start();
  }

  @AfterAll
  static void stopAgent() {
    agent.close();
  }

  @AfterEach
  void closeBridges() {
    bridges.forEach(ConsulBridge::close);
  }

  private ConsulBridge bridge(ConsulAgentProcess agent, String owner, boolean sweeps) {
    return bridge(agent.httpAddress(), owner, sweeps);
  }

  private ConsulBridge bridge(String agent, String owner, boolean sweeps) {
    ConsulBridge bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(agent)), owner, sweeps, new SimpleMeterRegistry());
    bridges.add(bridge);
    bridge.start();
    return bridge;
  }

  private static ServiceDefinition service(String id, int port, Duration ttl) {
    return new ServiceDefinition(
        id,
        "web",
        List.of("b", "a"),
        Map.of("vassal", "shop"),
        null,
        port,
        ttl,
        Duration.ofMinutes(10));
  }

  private static ServiceDefinition service(String id) {
    return service(id, 8080, Duration.ofSeconds(15));
  }

  private static void await(Registration registration) throws Exception {
    registration.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void remove(Registration registration) throws Exception {
    registration.deregister().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static String check(ConsulAgentProcess agent, String id) {
    return agent.get("/v1/agent/checks?filter=ServiceID==%22" + id + "%22");
  }

  private static boolean is(ConsulAgentProcess agent, String id, String status) {
    return check(agent, id).contains("\"Status\": \"" + status + "\"");
  }

  @Test
  void appearsPassingWithAllItsParts() throws Exception {
    Registration registration =
        bridge(agent, "one", false).register(service("full"), Health.passing("fine"));
    await(registration);
    assertThat(is(agent, "full", "passing")).isTrue();
    assertThat(registration.serviceId()).isEqualTo("full");
    assertThat(agent.get("/v1/agent/service/full"))
        .contains("\"Service\": \"web\"", "\"Port\": 8080", "\"vassal\": \"shop\"")
        .contains("\"emperor\": \"one\"")
        .containsPattern("\"b\",\\s*\"a\"");
    assertThat(check(agent, "full")).contains("\"service:full\"");
    Await.until("the note is the output", () -> check(agent, "full").contains("fine"));
    remove(registration);
    assertThat(agent.get("/v1/agent/services")).doesNotContain("\"full\"");
    assertThat(check(agent, "full")).doesNotContain("service:full");
    assertThat(registration.deregister().toCompletableFuture()).isCompleted();
    assertThatThrownBy(() -> registration.update(service("full"), Health.passing()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyRegistrationCarriesTheLastStatusAndTheTimeOfRemoval() throws Exception {
    try (RecordingAgent recorder = new RecordingAgent().answering(200, "");
        ConsulBridge bridge =
            new ConsulBridge(
                AgentSettings.of(recorder.address()), "one", false, new SimpleMeterRegistry())) {
      Registration registration = bridge.register(service("late"), Health.warning("w"));
      await(registration);
      registration.update(service("late", 1, Duration.ofSeconds(15)), Health.warning("w"));
      Await.until("both were sent", () -> registrations(recorder).size() == 2);
      assertThat(registrations(recorder))
          .allSatisfy(
              body ->
                  assertThat(body)
                      .contains("\"DeregisterCriticalServiceAfter\":\"600000ms\"")
                      .contains("\"Status\":\"warning\"", "\"TTL\":\"15000ms\""));
    }
  }

  private static List<String> registrations(RecordingAgent recorder) {
    return recorder.seen().stream()
        .filter(seen -> seen.uri().equals("/v1/agent/service/register"))
        .map(RecordingAgent.Seen::body)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"my_service", "a.b", "shop/api", "Lädchen am Eck", "a+b@c", "100%", "a?b#c;d"})
  void anyNameIsFoundByIt(String name) throws Exception {
    ConsulBridge bridge = bridge(agent, "odd", false);
    List<String> tags = List.of("urlprefix-/shop strip=/shop", "Host(`a`) && PathPrefix(`/b`)");
    Registration registration =
        bridge.register(
            new ServiceDefinition(
                name + "-odd",
                name,
                tags,
                Map.of(),
                null,
                8080,
                Duration.ofSeconds(15),
                Duration.ofMinutes(10)),
            Health.passing("well"));
    await(registration);
    ConsulApi consul = bridge.appConsul("looker");
    assertThat(consul.healthy(name))
        .singleElement()
        .satisfies(found -> assertThat(found.tags()).containsExactlyElementsOf(tags));
    Await.until("heartbeats arrive", () -> agent.get("/v1/agent/checks").contains("\"well\""));
    registration.maintenance(true, "").toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(consul.healthy(name)).isEmpty();
    remove(registration);
    assertThat(consul.service(name)).isEmpty();
  }

  @Test
  void aWorkerHasNoPort() throws Exception {
    Registration worker =
        bridge(agent, "one", false)
            .register(service("worker", 0, Duration.ofSeconds(15)), Health.passing());
    await(worker);
    assertThat(agent.get("/v1/agent/service/worker")).contains("\"Port\": 0");
    remove(worker);
  }

  @Test
  void anUpdateKeepsTheStatus() throws Exception {
    Registration registration =
        bridge(agent, "one", false).register(service("up"), Health.warning("w"));
    await(registration);
    registration.update(service("up", 9090, Duration.ofSeconds(15)), Health.warning("w"));
    Await.until(
        "the port is new", () -> agent.get("/v1/agent/service/up").contains("\"Port\": 9090"));
    assertThat(is(agent, "up", "warning")).isTrue();
    assertThatThrownBy(() -> registration.update(service("other"), Health.passing()))
        .isInstanceOf(IllegalArgumentException.class);
    remove(registration);
  }

  @Test
  void anIdIsTakenUntilItIsDeregistered() throws Exception {
    ConsulBridge bridge = bridge(agent, "one", false);
    Registration first = bridge.register(service("taken"), Health.passing());
    assertThatThrownBy(() -> bridge.register(service("taken"), Health.passing()))
        .isInstanceOf(ServiceIdTakenException.class)
        .hasMessageContaining("taken")
        .hasMessageContaining("shop");
    var removed = first.deregister().toCompletableFuture();
    Registration second = bridge.register(service("taken"), Health.passing());
    await(second);
    removed.get(5, TimeUnit.SECONDS);
    assertThat(is(agent, "taken", "passing")).isTrue();
    remove(second);
  }

  @Test
  void aChangedStatusIsSentAtOnce() throws Exception {
    Registration registration =
        bridge(agent, "one", false)
            .register(service("ill", 1, Duration.ofMinutes(10)), Health.passing());
    await(registration);
    registration.health(Health.critical("no database"));
    Await.within(
        Duration.ofSeconds(30), "critical", () -> check(agent, "ill").contains("no database"));
    assertThat(is(agent, "ill", "critical")).isTrue();
    registration.health(Health.passing());
    Await.within(Duration.ofSeconds(30), "passing", () -> is(agent, "ill", "passing"));
    remove(registration);
  }

  @Test
  void heartbeatsKeepItPassingUntilTheSupervisorIsSilent() throws Exception {
    Duration ttl = Duration.ofSeconds(1);
    Registration registration =
        bridge(agent, "one", false).register(service("beat", 1, ttl), Health.passing());
    await(registration);
    Await.holdsFor(
        Duration.ofMillis(3500),
        "passing",
        () -> {
          registration.health(Health.passing());
          return is(agent, "beat", "passing");
        });
    long silent = System.nanoTime();
    Await.within(
        Duration.ofMillis(1900),
        "critical",
        () -> check(agent, "beat").contains("no health from the supervisor"));
    assertThat(System.nanoTime() - silent).isGreaterThan(Duration.ofMillis(900).toNanos());
    registration.health(Health.passing());
    Await.within(Duration.ofMillis(500), "passing", () -> is(agent, "beat", "passing"));
    remove(registration);
  }

  @Test
  void registersWhenAnAgentComes() throws Exception {
    try (ConsulAgentProcess late = ConsulAgentProcess.start()) {
      late.kill();
      Registration registration =
          bridge(late, "one", false).register(service("early"), Health.passing());
      assertThat(registration.registered().toCompletableFuture()).isNotDone();
      late.restart();
      await(registration);
      assertThat(is(late, "early", "passing")).isTrue();
      remove(registration);
    }
  }

  @Test
  void everythingIsBackAfterTheAgentLostItsData() throws Exception {
    try (ConsulAgentProcess other = ConsulAgentProcess.start()) {
      ConsulBridge bridge = bridge(other, "one", false);
      Registration first = bridge.register(service("first"), Health.passing());
      Registration second = bridge.register(service("second"), Health.warning("w"));
      await(first);
      await(second);
      other.restart();
      Await.within(
          Duration.ofSeconds(12),
          "both are back",
          () -> is(other, "first", "passing") && is(other, "second", "warning"));
    }
  }

  @Test
  void aRemovalThatCannotBeDoneNowIsDoneLater() throws Exception {
    try (FaultProxy proxy = new FaultProxy(agent.httpAddress())) {
      ConsulBridge bridge = bridge(proxy.address(), "one", false);
      Registration registration = bridge.register(service("away"), Health.passing());
      await(registration);
      proxy.set(Fault.refuse());
      CompletableFuture<Void> removed = registration.deregister().toCompletableFuture();
      assertThatThrownBy(() -> removed.get(6, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ConsulException.class);
      assertThat(agent.get("/v1/agent/services")).contains("\"away\"");
      proxy.set(Fault.pass());
      Await.until("removed", () -> !agent.get("/v1/agent/services").contains("\"away\""));
    }
  }

  @Test
  void touchesOnlyItsOwn() throws Exception {
    agent.put("/v1/agent/service/register", "{\"ID\":\"f1\",\"Name\":\"foreign\"}");
    agent.put(
        "/v1/agent/service/register",
        "{\"ID\":\"f2\",\"Name\":\"foreign\",\"Meta\":{\"emperor\":\"another\"}}");
    agent.put(
        "/v1/agent/service/register",
        "{\"ID\":\"ghost\",\"Name\":\"web\",\"Meta\":{\"emperor\":\"sweeper\"}}");
    Registration registration =
        bridge(agent, "sweeper", true).register(service("own"), Health.passing());
    await(registration);
    Await.until("the ghost is gone", () -> !agent.get("/v1/agent/services").contains("\"ghost\""));
    assertThat(agent.get("/v1/agent/services")).contains("\"f1\"", "\"f2\"", "\"own\"");
    remove(registration);
  }

  @Test
  void leavesGhostsWhenItDoesNotSweep() throws Exception {
    agent.put(
        "/v1/agent/service/register",
        "{\"ID\":\"ghost2\",\"Name\":\"web\",\"Meta\":{\"emperor\":\"keeper\"}}");
    ConsulBridge bridge = bridge(agent, "keeper", false);
    await(bridge.register(service("own2"), Health.passing()));
    Await.holdsFor(
        Duration.ofMillis(300),
        "the ghost stays",
        () -> agent.get("/v1/agent/services").contains("\"ghost2\""));
    agent.put("/v1/agent/service/deregister/ghost2", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Name':'other', 'Tags':['b','a'], 'Port':8080",
        "'Name':'web', 'Tags':['b'], 'Port':8080",
        "'Name':'web', 'Tags':['b','a'], 'Port':1",
        "'Name':'web', 'Tags':['b','a'], 'Port':8080, 'Address':'10.9.8.7'",
        "'Name':'web', 'Tags':['b','a'], 'Port':8080, 'Meta':{'emperor':'one','vassal':'other'}"
      })
  void aDifferenceIsCorrectedWithoutFlippingTheCheck(String different) throws Exception {
    ConsulBridge bridge = bridge(agent, "one", false);
    Registration drifting = bridge.register(service("drift"), Health.warning("w"));
    Registration lost = bridge.register(service("lost"), Health.passing());
    await(drifting);
    await(lost);
    String before = content("drift");
    String meta = different.contains("Meta") ? "" : ",'Meta':{'emperor':'one','vassal':'shop'}";
    agent.put(
        "/v1/agent/service/register",
        ("{'ID':'drift', " + different + meta + "}").replace('\'', '"'));
    assertThat(content("drift")).isNotEqualTo(before);
    agent.put("/v1/agent/service/deregister/lost", "");
    // A heartbeat for the service that is gone is the sign of trouble that starts the comparison.
    lost.health(Health.warning("w"));
    Await.until(
        "corrected",
        () -> {
          assertThat(is(agent, "drift", "warning")).isTrue();
          return content("drift").equals(before);
        });
    Await.until("back", () -> is(agent, "lost", "warning"));
    remove(drifting);
    remove(lost);
  }

  /** What the agent has under an ID, without what is the agent's own. */
  private static String content(String id) {
    return agent.get("/v1/agent/service/" + id).replaceAll("\"ContentHash\": \"[^\"]*\"", "");
  }

  @Test
  void aThousandServicesAreRegisteredAndRemoved() throws Exception {
    ConsulBridge bridge = bridge(agent, "many", false);
    List<Registration> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(bridge.register(service("many-" + i), Health.passing()));
    }
    for (Registration registration : all) {
      await(registration);
    }
    all.forEach(Registration::deregister);
    for (Registration registration : all) {
      remove(registration);
    }
  }
}
