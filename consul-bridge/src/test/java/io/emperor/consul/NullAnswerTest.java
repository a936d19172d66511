package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentReachability;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.registration.AgentServices;
import io.emperor.consul.registration.HeartbeatClient;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** An agent, or what is taken for one, that says {@code null} where something has to be. */
class NullAnswerTest {

  private static final String INSTANCES =
      """
      [{'Node': {'Node': 'n', 'Address': '192.0.2.1'},
        'Service': {'ID': 'web', 'Service': 'web', 'Tags': ['a'], 'Address': '', 'Meta': {'b': 'c'},
          'Port': 1},
        'Checks': [{'CheckID': 'c', 'Status': 'passing', 'Notes': '', 'Output': '',
          'ServiceID': 'web'}]}]
      """;
  private static final String ENTRIES =
      """
      [{'Key': 'a', 'Value': 'Yg==', 'Flags': 1, 'Session': 's', 'CreateIndex': 1, 'ModifyIndex': 1,
        'LockIndex': 1}]
      """;
  private static final String SESSIONS =
      """
      [{'ID': 's', 'Name': 'x', 'Node': 'n', 'LockDelay': 1, 'Behavior': 'delete', 'TTL': '9s',
        'Checks': ['a'], 'NodeChecks': ['b'], 'ServiceChecks': [{'ID': 'c'}], 'CreateIndex': 1}]
      """;
  private static final String SERVICE =
      """
      {'ID': 'web', 'Service': 'web', 'Tags': ['a'], 'Meta': {'emperor': 'one'}, 'Address': '',
       'Port': 1}
      """;
  private static final String CHECK =
      """
      {'Node': 'n', 'Name': 'Health of web', 'Status': 'passing', 'ServiceID': 'web', 'Type': 'ttl'}
      """;

  /** As much of both lists as either needs: they are read with one answer. */
  private static final String LISTED = "{'web': {" + inner(SERVICE) + ", " + inner(CHECK) + "}}";

  private static final String SEEN =
      "{'AggregatedStatus': 'passing', 'Service': " + SERVICE + ", 'Checks': [" + CHECK + "]}";

  private final ScriptedAgent agent = new ScriptedAgent();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BridgeContext context = Unmetered.by(System::nanoTime);
  private final AgentReachability reachability =
      new AgentReachability(agent.address(), context.clock());
  private final AgentHttp http = AgentHttp.registry(settings(), reachability, context);
  private final HeartbeatClient beats =
      new HeartbeatClient(settings(), reachability, timer, context);
  private final AgentServices services = new AgentServices(http, beats);

  @AfterEach
  void close() {
    beats.close();
    http.close();
    timer.shutdownNow();
    agent.close();
  }

  private static String inner(String object) {
    return object.strip().replaceAll("^.|.$", "");
  }

  /** Asks for something that is always something. */
  private interface Asking<T> {
    Object of(T consul);
  }

  static Stream<Arguments> readsOfApps() throws IOException {
    return Stream.of(
            withNulls("services", "{'web': ['a']}", (AppConsul consul) -> consul.services()),
            withNulls("service", INSTANCES, (AppConsul consul) -> consul.service("web")),
            withNulls("healthy", INSTANCES, (AppConsul consul) -> consul.healthy("web")),
            withNulls("get", ENTRIES, (AppConsul consul) -> consul.get("a")),
            withNulls("list", ENTRIES, (AppConsul consul) -> consul.list("a")),
            withNulls("set", "true", (AppConsul consul) -> consul.set("a", "b")),
            withNulls("del", "true", (AppConsul consul) -> consul.del("a", 1)),
            withNulls("sessionInfo", SESSIONS, (AppConsul consul) -> consul.sessionInfo("s", null)),
            withNulls("sessionNode", SESSIONS, (AppConsul consul) -> consul.sessionNode("n", null)),
            withNulls("sessionList", SESSIONS, (AppConsul consul) -> consul.sessionList(null)),
            withNulls(
                "sessionCreate",
                "{'ID': 's'}",
                (AppConsul consul) -> consul.sessionCreate(null, null, null, null)))
        .flatMap(List::stream);
  }

  static Stream<Arguments> readsOfTheEmperor() throws IOException {
    ServiceDefinition wanted =
        new ServiceDefinition(
            "web", "web", List.of(), Map.of(), null, 1, Duration.ofSeconds(9), Duration.ofHours(1));
    return Stream.of(
            withNulls(
                "list",
                LISTED,
                (AgentServices services) -> {
                  AgentServices.Listing listing = services.list();
                  return List.of(
                      listing.services().values().stream().filter(s -> s.matches(wanted)).count(),
                      listing.checks().values().stream().filter(c -> c.matches(wanted)).count(),
                      listing.shows(wanted, Health.Status.PASSING),
                      listing.node());
                }),
            withNulls(
                "claim",
                SERVICE,
                (AgentServices services) -> {
                  services.claim("web", "one", true);
                  return services;
                }),
            withNulls(
                "deregister",
                SERVICE,
                (AgentServices services) -> services.deregister("web", "one")),
            withNulls(
                "seen",
                SEEN,
                (AgentServices services) ->
                    services.seen(new AgentAddress("http", "127.0.0.1", 8500), "web")),
            withNulls(
                "nodeId",
                "{'Config': {'NodeID': 'x'}}",
                (AgentServices services) -> services.nodeId()))
        .flatMap(List::stream);
  }

  /** One read with its answer, and with each part of it being null, and the whole. */
  private static <T> List<Arguments> withNulls(String read, String good, Asking<T> asking)
      throws IOException {
    JsonNode answer = AgentHttp.JSON.readTree(good.replace('\'', '"'));
    List<String> answers = new ArrayList<>(List.of(answer.toString(), "null"));
    addNulls(answer, answer, answers);
    return answers.stream().map(text -> Arguments.of(read, text, asking)).toList();
  }

  private static void addNulls(JsonNode root, JsonNode part, List<String> answers) {
    if (part instanceof ObjectNode object) {
      for (String name :
          List.copyOf(object.properties().stream().map(Map.Entry::getKey).toList())) {
        JsonNode value = object.replace(name, NullNode.instance);
        answers.add(root.toString());
        object.set(name, value);
        addNulls(root, value, answers);
      }
    } else if (part instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = array.set(i, NullNode.instance).get(i);
        answers.add(root.toString());
        array.set(i, value);
        addNulls(root, value, answers);
      }
    }
  }

  private AgentSettings settings() {
    return new AgentSettings(
        List.of(agent.address()),
        ConsistencyMode.DEFAULT,
        TokenSource.none(),
        TlsSettings.defaults(),
        null);
  }

  private <T> void assertAnsweredOrUnreadable(Asking<T> asking, T consul) {
    Throwable failure = catchThrowable(() -> assertThat(asking.of(consul)).isNotNull());
    if (failure != null) {
      assertThat(failure)
          .isInstanceOf(ConsulException.class)
          .hasMessageEndingWith(
              "the answer of %s can't be read; is it a Consul agent?", agent.address());
      assertThat(((ConsulException) failure).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("readsOfApps")
  void anAppHasAnAnswerOrIsToldThatItCannotBeRead(
      String read, String answer, Asking<AppConsul> asking) {
    agent.says(new Said(200, "1", "true", answer, 0));
    try (ConsulBridge bridge =
        new ConsulBridge(settings(), "one", false, Unmetered.by(System::nanoTime))) {
      assertAnsweredOrUnreadable(asking, bridge.appConsul(read));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("readsOfTheEmperor")
  void theEmperorHasAnAnswerOrIsToldThatItCannotBeRead(
      String read, String answer, Asking<AgentServices> asking) {
    agent.says(new Said(200, "1", "true", answer, 0));
    assertAnsweredOrUnreadable(asking, services);
  }

  @Test
  void aRefusalThatSaysNullIsOne() {
    agent.says(Said.failing(503, "null"));

    assertThatThrownBy(() -> services.seen(agent.address(), "web"))
        .isInstanceOf(ConsulException.class)
        .hasMessageContaining("Consul says status 503: null");
  }

  @Test
  void noTagsAreWhatGoWritesAsNull() {
    agent.says(new Said(200, "1", "true", "{\"web\": null}", 0));
    try (ConsulBridge bridge =
        new ConsulBridge(settings(), "one", false, Unmetered.by(System::nanoTime))) {
      assertThat(bridge.appConsul("reader").services()).isEqualTo(Map.of("web", Set.of()));
    }
  }

  @Test
  void whoeverComparesGoesOnAndIsNeverSurprised() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger ours = (Logger) LoggerFactory.getLogger("io.emperor.consul");
    log.start();
    ours.addAppender(log);
    agent.says(new Said(200, "1", "true", "{\"web\": null}", 0));
    try (ConsulBridge bridge =
        new ConsulBridge(settings(), "one", false, Unmetered.by(System::nanoTime))) {
      bridge.start();
      Registration web =
          bridge.register(
              new ServiceDefinition(
                  "web",
                  "web",
                  List.of(),
                  Map.of(),
                  null,
                  1,
                  Duration.ofSeconds(9),
                  Duration.ofHours(1)),
              Health.passing());
      Await.until("it is told", () -> log.list.stream().anyMatch(e -> e.getLevel() == Level.WARN));
      agent.says(
          asked ->
              asked.uri().startsWith("/v1/agent/service/web")
                  ? Said.failing(404, "")
                  : new Said(200, "1", "true", "{}", 0));

      web.registered().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } finally {
      ours.detachAppender(log);
    }
    assertThat(log.list).allMatch(event -> event.getLevel().toInt() < Level.ERROR_INT);
    assertThat(log.list).allMatch(event -> event.getThrowableProxy() == null);
  }
}
