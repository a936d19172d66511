package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.BasicAuth;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent, and what answers mean. */
@Tag("jdk")
class OnTheWireTest {

  private static final String ID = "adf4238a-882b-9ddc-4a9d-5b6758e4159e";

  private final RecordingAgent agent = new RecordingAgent();

  @AfterEach
  void close() {
    agent.close();
  }

  private static AgentSettings settings(AgentAddress address, ConsistencyMode mode) {
    return new AgentSettings(
        List.of(address),
        mode,
        TokenSource.fixed("secret-token"),
        TlsSettings.defaults(),
        new BasicAuth("user", "password"));
  }

  private static void with(AgentAddress address, ConsistencyMode mode, Consumer<AppConsul> action) {
    try (ConsulBridge bridge =
            new ConsulBridge(settings(address, mode), "one", false, new SimpleMeterRegistry());
        AppConsul consul = bridge.appConsul("shop")) {
      action.accept(consul);
    }
  }

  private static ConsulException failing(AgentAddress address, Consumer<AppConsul> call) {
    ConsulException[] failure = new ConsulException[1];
    with(
        address,
        ConsistencyMode.DEFAULT,
        consul ->
            failure[0] = catchThrowableOfType(ConsulException.class, () -> call.accept(consul)));
    return Objects.requireNonNull(failure[0]);
  }

  @ParameterizedTest
  @EnumSource(ConsistencyMode.class)
  void everyReadCarriesTheMode(ConsistencyMode mode) {
    with(
        agent.address(),
        mode,
        consul -> {
          consul.service("s");
          consul.service("t", "s", "dc");
          consul.healthy("h");
          consul.get("k");
          consul.get("k", "dc");
          consul.list("k");
          consul.sessionInfo(ID, null);
          consul.sessionNode("n", "dc");
          consul.sessionList(null);
          agent.answering(200, "{}");
          consul.services();
          consul.services("dc");
        });
    // In mode stale, live views ask beside the reads themselves.
    int most = mode == ConsistencyMode.STALE ? 100 : 1;
    assertThat(agent.seen())
        .hasSizeBetween(11, 11 * most)
        .allSatisfy(
            seen -> {
              assertThat(seen.method()).isEqualTo("GET");
              List<String> parameters = List.of(seen.uri().replaceAll("^[^?]*\\??", "").split("&"));
              assertThat(parameters.stream().map(word -> word.replace("=", "")))
                  .filteredOn(word -> List.of("stale", "consistent").contains(word))
                  .isEqualTo(mode == ConsistencyMode.DEFAULT ? List.of() : List.of(mode.word()));
            });
    assertThat(agent.seen())
        .filteredOn(seen -> seen.uri().contains("dc=dc"))
        .hasSizeBetween(4, 4 * most);
    assertThat(agent.seen()).filteredOn(seen -> seen.uri().contains("passing")).hasSize(1);
    assertThat(agent.seen())
        .filteredOn(seen -> seen.uri().contains("tag=t"))
        .hasSizeBetween(1, most);
  }

  @Test
  void theTokenIsInTheHeaderAlone() {
    agent.answering(200, "true");
    with(
        agent.address(),
        ConsistencyMode.DEFAULT,
        consul -> {
          consul.set("k", "v");
          consul.del("k");
          consul.sessionDestroy(ID);
        });
    assertThat(agent.seen())
        .hasSize(3)
        .allSatisfy(
            seen -> {
              assertThat(seen.token()).isEqualTo("secret-token");
              assertThat(seen.uri()).doesNotContain("secret");
            });
    assertThat(settings(agent.address(), ConsistencyMode.DEFAULT).toString())
        .doesNotContain("secret-token", "password");
  }

  @Test
  void answersAreAskedForUnpacked() {
    with(
        agent.address(),
        ConsistencyMode.DEFAULT,
        consul -> {
          consul.service("s");
          consul.get("k");
        });
    assertThat(agent.seen())
        .hasSize(2)
        .allSatisfy(seen -> assertThat(seen.encoding()).isEqualTo("identity"));
  }

  @Test
  void deletingOneKeyNeverSaysRecurse() {
    agent.answering(200, "true");
    with(agent.address(), ConsistencyMode.DEFAULT, consul -> consul.del("k", false, null));
    assertThat(agent.last().uri()).isEqualTo("/v1/kv/k");
  }

  @Test
  void anEmptyListOfChecksIsSent() {
    agent.answering(200, "{\"ID\":\"" + ID + "\"}");
    with(
        agent.address(),
        ConsistencyMode.DEFAULT,
        consul -> consul.sessionCreate(Duration.ofNanos(1), null, null, List.of()));
    assertThat(agent.seen().get(0).body())
        .contains("\"Checks\":[]", "\"LockDelay\":\"1ms\"")
        .doesNotContain("Name", "Node");
  }

  @Test
  void redirectsAreNotFollowed() {
    agent.answering(301, "");
    ConsulException failure = failing(agent.address(), consul -> consul.set("k", "v"));
    assertThat(failure.kind()).isEqualTo(Kind.INVALID);
    assertThat(agent.seen()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'bad request', INVALID, NO",
    "401, '', FORBIDDEN, NO",
    "403, 'Permission denied', FORBIDDEN, NO",
    "404, '', INVALID, NO",
    "405, 'method', INVALID, NO",
    "409, 'conflict', CONFLICT, NO",
    "413, 'too large', INVALID, NO",
    "429, 'slow down', UNAVAILABLE, NO",
    "500, 'ACL not found', FORBIDDEN, NO",
    "500, 'rpc error: Permission denied', FORBIDDEN, NO",
    "500, 'No path to datacenter', INVALID, NO",
    "500, 'invalid session \"x\"', CONFLICT, NO",
    "500, 'Missing check ''c'' registration', CONFLICT, NO",
    "500, 'Missing node registration', CONFLICT, NO",
    "500, 'No cluster leader', UNAVAILABLE, NO",
    "500, 'leadership lost while committing log', UNAVAILABLE, UNKNOWN",
    "503, '', UNAVAILABLE, UNKNOWN",
  })
  void answersOfWrites(int status, String body, Kind kind, Applied applied) {
    agent.answering(status, body);
    List<Consumer<AppConsul>> writes =
        List.of(
            consul -> consul.set("k", "v"),
            consul -> consul.del("k"),
            consul -> consul.del("k", 5),
            consul -> consul.sessionCreate(null, null, null, null),
            consul -> consul.sessionDestroy(ID));
    for (Consumer<AppConsul> write : writes) {
      ConsulException failure = failing(agent.address(), write);
      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
      assertThat(failure.applied()).as(failure.getMessage()).isEqualTo(applied);
    }
    assertThat(agent.seen()).hasSameSizeAs(writes);
  }

  @ParameterizedTest
  @CsvSource({"500, oops, UNAVAILABLE", "403, no, FORBIDDEN", "200, no json, UNAVAILABLE"})
  void failedReadsAreNeverApplied(int status, String body, Kind kind) {
    agent.answering(status, body);
    Stream.<Consumer<AppConsul>>of(
            consul -> consul.get("k"),
            consul -> consul.list(""),
            consul -> consul.services(),
            consul -> consul.service("s"),
            consul -> consul.sessionList(null))
        .forEach(
            read -> {
              ConsulException failure = failing(agent.address(), read);
              assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
              assertThat(failure.applied()).isEqualTo(Applied.NO);
            });
  }

  @Test
  void aRefusedConnectionAppliedNothing() throws IOException {
    AgentAddress nobody = new AgentAddress("http", "127.0.0.1", FreePort.find());
    ConsulException failure = failing(nobody, consul -> consul.set("k", "v"));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.applied()).isEqualTo(Applied.NO);
    assertThat(failure).hasMessageContaining("set('k')").hasMessageContaining(nobody.toString());
  }

  @Test
  void aCutAnswerLeavesAWriteUnknownAndIsNotRepeated() throws IOException {
    try (CuttingAgent cutting = new CuttingAgent(0)) {
      for (Consumer<AppConsul> write :
          List.<Consumer<AppConsul>>of(
              consul -> consul.set("k", "v"),
              consul -> consul.del("k"),
              consul -> consul.sessionCreate(null, null, null, null))) {
        int before = cutting.requests();
        ConsulException failure = failing(cutting.address(), write);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
        assertThat(cutting.requests()).isEqualTo(before + 1);
      }
      assertThat(failing(cutting.address(), consul -> consul.get("k")).applied())
          .isEqualTo(Applied.NO);
    }
  }

  @Test
  void aStaleConnectionRepeatsReadsAndNoWrites() throws IOException {
    try (CuttingAgent reading = new CuttingAgent(1)) {
      with(
          reading.address(),
          ConsistencyMode.DEFAULT,
          consul -> {
            assertThat(consul.list("")).isEmpty();
            assertThat(consul.list("")).isEmpty();
          });
      assertThat(reading.requests()).isEqualTo(3);
    }
    try (CuttingAgent writing = new CuttingAgent(1)) {
      ConsulException failure =
          failing(
              writing.address(),
              consul -> {
                consul.list("");
                consul.set("k", "v");
              });
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
      assertThat(writing.requests()).isEqualTo(2);
    }
  }

  @Test
  void aSilentAgentCostsNoMoreThanTheLimit() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      AgentAddress address = new AgentAddress("http", "127.0.0.1", silent.getLocalPort());
      long begin = System.nanoTime();
      ConsulException failure = failing(address, consul -> consul.set("k", "v"));
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(13));
    }
  }
}
