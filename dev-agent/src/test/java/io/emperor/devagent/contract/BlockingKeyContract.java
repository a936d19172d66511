package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about keys, sessions and events that wait for a change. */
abstract class BlockingKeyContract extends BlockingContract {

  private final String root = "/v1/kv/" + unique("watched");

  @BeforeEach
  void plant() {
    agent.put(root + "/a", "1");
    agent.put(root + "/b", "1");
  }

  @Test
  void aNewValueEndsTheWait() throws Exception {
    CompletableFuture<Answer> waiting = watch(root + "/a?raw");

    agent.put(root + "/a", "2");

    assertThat(changed(waiting).text()).isEqualTo("2");
    assertThat(changed(waiting).index()).isEqualTo(agent.get(root + "/a").index());
  }

  @Test
  void aDeletionEndsTheWaitWithNotFoundAndAHigherIndex() throws Exception {
    long before = agent.get(root + "/a").index();
    CompletableFuture<Answer> waiting = after(root + "/a", before);

    agent.delete(root + "/a");

    assertThat(changed(waiting).status()).isEqualTo(404);
    assertThat(changed(waiting).index()).isGreaterThan(before);
  }

  @Test
  void theIndexOfADeletedKeyStays() {
    agent.delete(root + "/a");
    long deleted = agent.get(root + "/a").index();

    agent.put("/v1/kv/" + unique("elsewhere"), "v");

    assertThat(agent.get(root + "/a").index()).isGreaterThanOrEqualTo(deleted);
  }

  @Test
  void aKeyThatComesBackEndsTheWait() throws Exception {
    agent.delete(root + "/a");
    CompletableFuture<Answer> waiting = watch(root + "/a");

    agent.put(root + "/a", "again");

    assertThat(changed(waiting).status()).isEqualTo(200);
  }

  @Test
  void aKeyThatNeverWasEndsTheWaitWhenItComes() throws Exception {
    String path = root + "/never";
    long index = agent.get(path).index();
    agent.put(path, "now");

    Answer answer = changed(after(path, index));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.index()).isGreaterThan(index);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /c",
    "PUT, /a",
    "DELETE, /a",
    "DELETE, /?recurse",
    "PUT, /a?flags=9",
  })
  void aChangeBelowEndsTheWaitForATree(String method, String change) throws Exception {
    long before = agent.get(root + "/?recurse").index();
    CompletableFuture<Answer> entries = after(root + "/?recurse", before);
    CompletableFuture<Answer> keys = after(root + "/?keys", before);

    agent.send(method, root + change, "changed");

    assertThat(changed(entries).index()).isGreaterThan(before);
    assertThat(changed(keys).index()).isEqualTo(changed(entries).index());
  }

  @Test
  void aTransactionEndsTheWait() throws Exception {
    CompletableFuture<Answer> waiting = watch(root + "/a?raw");

    agent.put(
        "/v1/txn",
        json(
            "[{'KV':{'Verb':'set','Key':'$','Value':'Mg=='}}]",
            root.substring("/v1/kv/".length()) + "/a"));

    assertThat(changed(waiting).text()).isEqualTo("2");
  }

  @Test
  void aLockEndsTheWaitAndSoDoesItsLoss() throws Exception {
    String session = session("");
    CompletableFuture<Answer> acquired = watch(root + "/a");
    agent.put(root + "/a?acquire=" + session, "1");

    assertThat(changed(acquired).json().at("/0/Session").asText()).isEqualTo(session);

    CompletableFuture<Answer> lost = watch(root + "/a");
    agent.put("/v1/session/destroy/" + session);

    assertThat(changed(lost).json().get(0).has("Session")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b", "/a/below", "x"})
  void anotherKeyDoesNotEndTheWait(String other) {
    CompletableFuture<Answer> waiting = watch(root + "/a");

    agent.put(root + other, "changed");

    assertStillWaiting(waiting);
  }

  @Test
  void theSameValueDoesNotEndTheWait() {
    CompletableFuture<Answer> waiting = watch(root + "/a");

    agent.put(root + "/a", "1");

    assertStillWaiting(waiting);
  }

  @Test
  void anotherTreeDoesNotEndTheWait() {
    CompletableFuture<Answer> waiting = watch(root + "/?recurse");

    agent.put("/v1/kv/" + unique("elsewhere"), "v");

    assertStillWaiting(waiting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?index=0&wait=10s", "?index=1&wait=10s", "?wait=10s", "?index=&wait=10s"})
  void anOldIndexIsAnsweredAtOnce(String query) throws Exception {
    assertThat(changed(agent.getLater(root + "/a" + query)).status()).isEqualTo(200);
  }

  @Test
  void anIndexOfTheFutureWaits() {
    assertStillWaiting(after(root + "/a", agent.get(root + "/a").index() + 1_000_000));
  }

  @Test
  void aShortWaitEndsWithTheSameIndex() throws Exception {
    long index = agent.get(root + "/a").index();

    Answer answer = changed(agent.getLater(root + "/a?wait=50ms&index=" + index));

    assertThat(answer.index()).isEqualTo(index);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void manyWaitForTheSameKey() throws Exception {
    List<CompletableFuture<Answer>> waiting =
        Stream.generate(() -> watch(root + "/a")).limit(20).toList();

    agent.put(root + "/a", "2");

    for (CompletableFuture<Answer> one : waiting) {
      assertThat(changed(one).json().at("/0/Value").asText()).isEqualTo("Mg==");
    }
  }

  @Test
  void aNewSessionEndsTheWaitForSessions() throws Exception {
    for (String path : new String[] {"/v1/session/list", "/v1/session/node/" + agent.node()}) {
      long before = agent.get(path).index();

      String session = session("");

      followed(path, before, sessions -> sessions.findValuesAsText("ID").contains(session));
    }
  }

  @Test
  void aDestroyedSessionEndsTheWaitForIt() throws Exception {
    String session = session("");
    String path = "/v1/session/info/" + session;
    long before = agent.get(path).index();

    agent.put("/v1/session/destroy/" + session);

    followed(path, before, JsonNode::isEmpty);
  }

  @Test
  void aFiredEventEndsTheWaitForEvents() throws Exception {
    String name = unique("event");
    CompletableFuture<Answer> waiting =
        agent.getLater("/v1/event/list?wait=10s&name=" + name + "&index=1");

    agent.put("/v1/event/fire/" + name, "x");

    assertThat(changed(waiting).json()).hasSize(1);
  }
}
