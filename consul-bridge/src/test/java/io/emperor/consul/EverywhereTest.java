package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.ServiceInstance;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.app.Everywhere;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The instances of a service in all datacenters: two real ones that know each other, and others.
 */
@Timeout(120)
class EverywhereTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String QUICK =
      """
      server = true
      bootstrap = true
      disable_update_check = true
      leave_on_terminate = false
      performance { raft_multiplier = 1 }
      ports { dns = -1 grpc = -1 }
      gossip_wan { probe_interval = "300ms" probe_timeout = "200ms" gossip_interval = "100ms" }
      """;

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Everywhere.class);
  private final ScriptedAgent agent = new ScriptedAgent();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(agent));

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    logger.detachAppender(log);
  }

  private AppConsul consul(AgentAddress agent) {
    ConsulBridge bridge =
        new ConsulBridge(AgentSettings.of(agent), "test", false, new SimpleMeterRegistry());
    AppConsul consul = bridge.appConsul("shop");
    open.add(consul);
    open.add(bridge);
    return consul;
  }

  private AppConsul consul(ClusterAgent agent) {
    return consul(AgentAddress.parse("http://" + agent.httpAddress()));
  }

  /** A server that is a datacenter of its own. */
  private ClusterAgent datacenter(String name, String address) throws IOException {
    Path home = Files.createDirectory(directory.resolve(name));
    Path config = Files.writeString(home.resolve("agent.hcl"), QUICK);
    ClusterAgent agent =
        new ClusterAgent(
            name + "-node",
            address,
            home,
            List.of("-datacenter", name, "-config-file", config.toString()));
    open.add(agent::kill);
    return agent;
  }

  /** A service with a check that is as it is told. */
  private static void register(ClusterAgent agent, String id, String tag, String status) {
    Await.within(
        LIMIT,
        id + " is registered",
        () -> {
          agent.put(
              "/v1/agent/service/register",
              "{\"ID\":\"%s\",\"Name\":\"web\",\"Tags\":[\"%s\"],\"Check\":{\"TTL\":\"1h\",\"Status\":\"%s\"}}"
                  .formatted(id, tag, status));
          return agent.get("/v1/health/service/web").contains("\"" + id + "\"");
        });
  }

  private static List<String> ids(List<ServiceInstance> found) {
    return found.stream().map(instance -> instance.id() + " in " + instance.datacenter()).toList();
  }

  private List<String> logged() {
    return new ArrayList<>(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void twoDatacentersOfWhichOneDiesAndComesBack() throws Exception {
    String network = ConsulCluster.freeNetwork();
    ClusterAgent north = datacenter("north", network + "11");
    ClusterAgent south = datacenter("south", network + "12");
    register(north, "n1", "a", "passing");
    register(north, "n2", "b", "passing");
    register(north, "n3", "a", "critical");
    register(south, "s1", "a", "passing");
    register(south, "s2", "a", "warning");
    north.put("/v1/agent/join/" + network + "12?wan=1", "");
    AppConsul inNorth = consul(north);
    AppConsul inSouth = consul(south);
    List<String> all = List.of("n1 in north", "s1 in south");
    Await.within(LIMIT, "both", () -> ids(inNorth.everywhere("a", "web")).equals(all));

    Await.within(
        LIMIT,
        "the own one first",
        () ->
            ids(inSouth.everywhere(null, "web"))
                .equals(List.of("s1 in south", "n1 in north", "n2 in north")));
    assertThat(inNorth.everywhere(null, "nobody")).isEmpty();
    assertThat(inNorth.service("web")).extracting("datacenter").containsOnly("north");

    log.list.clear();
    south.pause();
    assertThat(ids(inNorth.everywhere("a", "web"))).containsExactly("n1 in north");
    south.kill();
    for (int i = 0; i < 3; i++) {
      assertThat(ids(inNorth.everywhere("a", "web"))).containsExactly("n1 in north");
    }
    assertThatThrownBy(() -> inSouth.everywhere("a", "web"))
        .isInstanceOfSatisfying(
            ConsulException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThat(logged())
        .singleElement()
        .asString()
        .startsWith("Datacenter 'south' does not answer: Consul.everywhere leaves it out (");

    south.restart();
    Await.within(
        LIMIT,
        "it is back",
        () -> {
          // An agent that was killed holds every TTL for over.
          south.put("/v1/agent/check/pass/service:s1", "");
          return ids(inNorth.everywhere("a", "web")).equals(all);
        });
    assertThat(logged()).endsWith("Datacenter 'south' answers again").hasSize(2);
  }

  private static String instance(String id, String datacenter) {
    return """
        [{"Node":{"Node":"n","Address":"10.0.0.1","Datacenter":"%s"},
          "Service":{"ID":"%s","Service":"web","Tags":[],"Address":"","Port":80},"Checks":[]}]"""
        .formatted(datacenter, id);
  }

  /** An agent of which every datacenter but those that are told has an instance. */
  private AppConsul scripted(String datacenters, Said other, String... others) {
    agent.says(
        asked ->
            asked.uri().contains("/catalog/datacenters")
                ? new Said(200, "", "", datacenters, 0)
                : List.of(others).contains(asked.parameter("dc"))
                    ? other
                    : new Said(200, "", "", instance("of", asked.parameter("dc")), 0));
    return consul(agent.address());
  }

  @Test
  void theOthersCountAlsoWhenTheOwnOneFails() {
    Said failing = Said.failing(500, "rpc error making call");
    AppConsul consul = scripted("[\"own\",\"b\",\"c\"]", failing, "own", "c");

    assertThat(ids(consul.everywhere(null, "web"))).containsExactly("of in b");
    assertThat(logged()).hasSize(2);
  }

  @Test
  void ifNoneAnswersItSaysWhyTheOwnOneDoesNot() {
    AppConsul consul =
        scripted("[\"own\",\"b\"]", Said.failing(403, "Permission denied"), "own", "b");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> consul.everywhere(null, "web"))
          .isInstanceOfSatisfying(
              ConsulException.class,
              failure -> assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN))
          .hasMessageContaining("everywhere('web')");
    }
    assertThat(logged()).hasSize(2).allMatch(line -> line.contains("refuses to answer"));
  }

  @Test
  void oneThatIsSilentIsNotAskedByEveryCall() {
    AppConsul consul = scripted("[\"own\",\"b\",\"c\"]", ScriptedAgent.SILENCE, "b");

    for (int i = 0; i < 20; i++) {
      assertThat(ids(consul.everywhere(null, "web"))).containsExactly("of in own", "of in c");
    }

    assertThat(agent.seen().stream().filter(asked -> asked.parameter("dc").equals("b")))
        .hasSizeLessThan(10);
    assertThat(logged()).hasSize(1);
  }

  @Test
  void aNameThatWouldLeadElsewhereIsRefused() {
    AppConsul consul = scripted("[\"own\"]", ScriptedAgent.SILENCE);

    assertThatThrownBy(() -> consul.everywhere(null, "a/../b"))
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID));
  }
}
