package io.emperor.devagent.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.QuietAgent;
import io.emperor.devagent.state.CatalogIndexes;
import io.emperor.devagent.state.Tombstones;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What the agent knows stays within its room, and everything that goes gives its room back. */
class MemoryLimitTest {

  private static final String FULL = "The dev agent is full: it may hold 1 MB of this";

  private final MemoryLimit limit = new MemoryLimit(1 << 20);
  private final QuietAgent agent = new QuietAgent(10, limit);
  private final long atFirst = limit.held();

  /** Writes until there is no more room; how often that went well. */
  private int flood(IntFunction<String> write) {
    for (int i = 0; i < 100_000; i++) {
      String answer = write.apply(i);
      assertThat(limit.held()).isLessThan(2 << 20);
      if (answer.startsWith(FULL)) {
        return i;
      }
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void whatIsRefusedTakesNoRoomNotEvenForAMoment() {
    MemoryLimit hundred = new MemoryLimit(100);
    AtomicBoolean over = new AtomicBoolean();
    Thread greedy =
        new Thread(
            () -> {
              MemoryLimit.Share share = hundred.share();
              while (!over.get()) {
                assertThat(share.resize(101)).isFalse();
              }
            });
    greedy.start();
    try (MemoryLimit.Share modest = hundred.share()) {
      for (int i = 0; i < 100_000; i++) {
        assertThat(modest.resize(100)).isTrue();
        assertThat(modest.resize(0)).isTrue();
      }
    } finally {
      over.set(true);
    }
  }

  @Test
  void keysBeyondItAreRefused() {
    String value = "x".repeat(100_000);

    int written = flood(i -> agent.put("/v1/kv/k" + i, value));

    assertThat(written).isEqualTo(10);
    assertThat(agent.ask("PUT", "/v1/kv/more", value).get(0).status()).isEqualTo(500);
    assertThat(agent.put("/v1/kv/k1", value.replace('x', 'y'))).isEqualTo("true\n");
    assertThat(agent.put("/v1/kv/k1", "small")).isEqualTo("true\n");
    assertThat(agent.put("/v1/kv/more", value)).isEqualTo("true\n");
  }

  @Test
  void smallKeysCountForMoreThanTheirBytes() {
    assertThat(flood(i -> agent.put("/v1/kv/" + i, ""))).isBetween(1_000, 5_000);
  }

  @Test
  void aTransactionThatDoesNotFitChangesNothing() {
    String op = "{\"KV\":{\"Verb\":\"set\",\"Key\":\"%s\",\"Value\":\"%s\"}}";
    String value = "AAAA".repeat(80_000);
    agent.put("/v1/kv/old", "x".repeat(400_000));
    agent.put("/v1/kv/older", "x".repeat(400_000));
    long before = limit.held();

    String answer =
        agent.put(
            "/v1/txn", "[" + op.formatted("a", "AAAA") + "," + op.formatted("b", value) + "]");

    assertThat(answer).contains("\"OpIndex\": 1").contains("\"What\": \"" + FULL);
    assertThat(agent.get("/v1/kv/a")).isEmpty();
    assertThat(limit.held()).isEqualTo(before);
  }

  @Test
  void keysGiveTheirRoomBack() {
    flood(i -> agent.put("/v1/kv/tree/" + i, "x".repeat(i % 1000)));
    agent.ask("DELETE", "/v1/kv/tree/7", "");
    agent.ask("DELETE", "/v1/kv/tree?recurse", "");

    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void servicesAndTheirChecksAreBounded() {
    String service = "{\"Name\":\"s%d\",\"Checks\":[{\"TTL\":\"9h\"},{\"TTL\":\"9h\"}]}";

    int written = flood(i -> agent.put("/v1/agent/service/register", service.formatted(i)));
    assertThat(written).isBetween(20, 1_000);
    agent.ask("PUT", "/v1/agent/check/register", "{\"Name\":\"c\",\"TTL\":\"9h\"}");
    for (int i = 0; i < written; i++) {
      agent.put("/v1/agent/service/deregister/s" + i, "");
    }
    agent.put("/v1/agent/check/deregister/c", "");

    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void checksAreBounded() {
    assertThat(
            flood(
                i ->
                    agent.put(
                        "/v1/agent/check/register", "{\"Name\":\"c" + i + "\",\"TTL\":\"9h\"}")))
        .isBetween(20, 1_000);
  }

  @Test
  void nodesAreBounded() {
    String node =
        "{\"Node\":\"n%d\",\"Address\":\"a\",\"Service\":{\"Service\":\"s\"},"
            + "\"Check\":{\"Name\":\"c\",\"ServiceID\":\"s\",\"Output\":\"%s\"}}";

    int written =
        flood(i -> agent.put("/v1/catalog/register", node.formatted(i, "x".repeat(1_000))));
    for (int i = 0; i < written; i++) {
      agent.put("/v1/catalog/deregister", "{\"Node\":\"n" + i + "\"}");
    }

    assertThat(written).isBetween(20, 1_000);
    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void aNodeThatIsRenamedGivesItsRoomBackOnce() {
    String node = "{\"Node\":\"%s\",\"Address\":\"a\",\"ID\":\"" + UUID.randomUUID() + "\"}";
    for (String name : List.of("first", "second", "SECOND", "taken")) {
      agent.put("/v1/catalog/register", "{\"Node\":\"taken\",\"Address\":\"a\"}");
      assertThat(agent.put("/v1/catalog/register", node.formatted(name))).isEqualTo("true\n");
    }
    agent.put("/v1/catalog/deregister", "{\"Node\":\"Taken\"}");

    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void whatIsWrittenInAnotherCaseTakesNoMoreRoom() {
    String service =
        "{\"Node\":\"n\",\"Address\":\"a\",\"Service\":{\"ID\":\"%s\",\"Service\":\"%s\"},"
            + "\"Check\":{\"CheckID\":\"%s\",\"Name\":\"c\",\"ServiceID\":\"%s\"}}";
    for (String id : List.of("id", "Id", "iD", "ID")) {
      agent.put("/v1/catalog/register", service.formatted(id, "of-" + id, id, id));
    }
    agent.put("/v1/catalog/deregister", "{\"Node\":\"N\",\"ServiceID\":\"id\"}");
    agent.put("/v1/catalog/deregister", "{\"Node\":\"N\"}");

    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void checksThatAreReplacedGiveTheirRoomBack() {
    String service = "{\"Name\":\"s\",\"Checks\":[{\"CheckID\":\"%s\",\"TTL\":\"9h\"}]}";
    for (int i = 0; i < 10; i++) {
      String url = "/v1/agent/service/register?replace-existing-checks=true";
      agent.put(url, service.formatted("c" + i));
    }
    agent.put("/v1/agent/service/deregister/s", "");

    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void onlyTheLastNamesThatServicesHadAreRemembered() {
    CatalogIndexes indexes = new CatalogIndexes();
    for (int i = 1; i <= 200; i++) {
      indexes.serviceSet("s" + i, i);
      indexes.serviceAbandoned("s" + i, name -> name.equals("s2"));
    }
    indexes.serviceChanged("s1", 300);

    assertThat(indexes.service("s1", true, false)).isZero();
    assertThat(indexes.service("s2", true, false)).isEqualTo(2);
    assertThat(indexes.service("s101", true, false)).isEqualTo(101);
    indexes.serviceAbandoned("x".repeat(1 << 20), name -> false);
    assertThat(indexes.service("s200", true, false)).isZero();
  }

  @Test
  void sessionsAreBoundedAndEndWithTheirTime() {
    int written = flood(i -> agent.put("/v1/session/create", "{\"TTL\":\"10s\"}"));
    assertThat(written).isBetween(20, 1_000);

    agent.timer.pass(Duration.ofSeconds(21));

    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void delaysOfLocksAreBoundedWithTheKeysThatTheyAreFor() {
    String id = agent.put("/v1/session/create", "{\"LockDelay\":\"60s\"}").split("\"", -1)[3];
    agent.put("/v1/kv/locked?acquire=" + id, "");
    agent.put("/v1/session/destroy/" + id, "");
    agent.ask("DELETE", "/v1/kv/locked", "");

    assertThat(limit.held()).isGreaterThan(atFirst);
  }

  @Test
  void onlyTheLastEventsAreKnown() {
    for (int i = 0; i < 1_000; i++) {
      agent.put("/v1/event/fire/e" + i, "x".repeat(100));
    }

    assertThat(agent.get("/v1/event/list")).doesNotContain("\"e743\"").contains("\"e744\"");
    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void aTransactionReadsOnlySoMuch() {
    agent.put("/v1/kv/tree/1", "x".repeat(500_000));
    String op = "{\"KV\":{\"Verb\":\"get-tree\",\"Key\":\"tree\"}}";
    String most = (op + ",").repeat(15) + op;

    assertThat(agent.put("/v1/txn", "[" + most + "]")).contains("\"Errors\": null");
    assertThat(agent.put("/v1/txn", "[" + most + "," + op + "]"))
        .contains("\"What\": \"the dev agent reads 8 MB in a transaction at most\"");
  }

  @Test
  void onlyTheLastDeletionsOfLongNamesAreRemembered() {
    Tombstones tombstones = new Tombstones(agent.timer);
    String name = "x".repeat(500_000);
    for (int i = 0; i < 20; i++) {
      var unused = tombstones.add(i + name, i + 1);
    }

    assertThat(tombstones.lastBelow("11")).isZero();
    assertThat(tombstones.lastBelow("12")).isEqualTo(13);
  }
}
