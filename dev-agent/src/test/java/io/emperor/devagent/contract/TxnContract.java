package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/txn}: several K/V steps, all of them or none. */
abstract class TxnContract extends Contract {

  private final String key = unique("txn");

  /** Runs the steps; each is written as {@code VERB KEY} and, where wanted, more fields. */
  private Answer run(String... steps) {
    StringBuilder body = new StringBuilder();
    for (String step : steps) {
      String[] words = step.split(" ", 3);
      String more = words.length == 3 ? "," + words[2] : "";
      body.append(body.isEmpty() ? "[" : ",")
          .append(json("{'KV':{'Verb':'$','Key':'$'", words[0], words[1]))
          .append(json(more))
          .append("}}");
    }
    return agent.put("/v1/txn", body.append("]").toString());
  }

  private JsonNode results(String... steps) {
    Answer answer = run(steps);
    assertThat(good(answer).get("Errors").isNull()).isTrue();
    return answer.json().get("Results");
  }

  private String value() {
    return agent.get("/v1/kv/" + key + "?raw").text();
  }

  private long modifyIndex() {
    return good(agent.get("/v1/kv/" + key)).at("/0/ModifyIndex").asLong();
  }

  @Test
  void settingWritesAndAnswersTheEntryWithoutItsValue() {
    JsonNode results = results("set " + key + " 'Value':'aGVsbG8=','Flags':7");

    assertThat(value()).isEqualTo("hello");
    assertThat(results)
        .isEqualTo(
            tree(
                "[{'KV':{'LockIndex':0,'Key':'$','Flags':7,'Value':null,'CreateIndex':$,"
                    + "'ModifyIndex':$}}]",
                key,
                modifyIndex(),
                modifyIndex()));
  }

  @Test
  void gettingAnswersTheEntryWithItsValue() {
    agent.put("/v1/kv/" + key + "?flags=3", "hello");

    assertThat(results("get " + key).at("/0/KV"))
        .isEqualTo(good(agent.get("/v1/kv/" + key)).get(0));
  }

  @Test
  void readingAloneTellsTheStateOfTheCatalog() {
    agent.put("/v1/kv/" + key, "v");

    Answer answer = run("get " + key);

    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(answer.header("X-Consul-LastContact")).isEqualTo("0");
    assertThat(answer.header("X-Consul-Index")).isEmpty();
    assertThat(answer.json().get("KnownLeader").asBoolean()).isTrue();
    assertThat(answer.json().get("LastContact").asInt()).isZero();
    assertThat(answer.json().get("Index").asInt()).isZero();
  }

  @Test
  void writingTellsResultsAndErrorsAlone() {
    Answer answer = run("set " + key);

    assertThat(answer.header("X-Consul-KnownLeader")).isEmpty();
    assertThat(answer.json().fieldNames()).toIterable().containsExactly("Results", "Errors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "[{}]"})
  void noStepsHaveNoResults(String body) {
    JsonNode answer = good(agent.put("/v1/txn", body));

    assertThat(answer.get("Results")).isEmpty();
    assertThat(answer.get("Errors").isNull()).isTrue();
  }

  @Test
  void stepsSeeWhatEarlierStepsDid() {
    JsonNode results = results("set " + key + " 'Value':'MQ=='", "get " + key, "delete " + key);

    assertThat(results).hasSize(2);
    assertThat(results.at("/1/KV/Value").asText()).isEqualTo("MQ==");
    assertThat(agent.get("/v1/kv/" + key).status()).isEqualTo(404);
  }

  @Test
  void allStepsShareOneIndex() {
    JsonNode results = results("set " + key + "/1", "set " + key + "/2");

    assertThat(results.at("/0/KV/ModifyIndex")).isEqualTo(results.at("/1/KV/ModifyIndex"));
  }

  @Test
  void oneFailureUndoesEverything() {
    agent.put("/v1/kv/" + key, "before");

    Answer answer =
        run("set " + key + " 'Value':'MQ=='", "set " + key + "/new", "get " + key + "/none");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("Results").isNull()).isTrue();
    assertThat(each(answer.json(), "OpIndex")).containsExactly("2");
    assertThat(value()).isEqualTo("before");
    assertThat(agent.get("/v1/kv/" + key + "/new").status()).isEqualTo(404);
  }

  @Test
  void everyFailureIsToldWithItsStep() {
    agent.put("/v1/kv/" + key, "v");

    JsonNode errors = run("get none", "get " + key, "bogus " + key).json().get("Errors");

    assertThat(each(errors, "OpIndex")).containsExactly("0", "2");
    assertThat(each(errors, "What"))
        .containsExactly("key \"none\" doesn't exist", "unknown KV verb \"bogus\"");
  }

  @Test
  void checkAndSetWritesWithTheRightIndex() {
    results("cas " + key + " 'Value':'MQ==','Index':0");

    results("cas " + key + " 'Value':'Mg==','Index':" + modifyIndex());

    assertThat(value()).isEqualTo("2");
  }

  @Test
  void aTreeIsReadAndDeleted() {
    agent.put("/v1/kv/" + key + "/a", "v");
    agent.put("/v1/kv/" + key + "/b", "v");

    assertThat(each(results("get-tree " + key + "/"), "Key"))
        .containsExactly(key + "/a", key + "/b");
    assertThat(results("delete-tree " + key + "/")).isEmpty();
    assertThat(agent.get("/v1/kv/" + key + "?recurse").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"get-tree", "delete-tree", "delete", "delete-cas", "check-not-exists"})
  void aKeyThatIsNotThereIsWellFor(String verb) {
    assertThat(results(verb + " " + key + " 'Index':1")).isEmpty();
  }

  @Test
  void deletingWithTheRightIndexDeletes() {
    agent.put("/v1/kv/" + key, "v");

    results("delete-cas " + key + " 'Index':" + modifyIndex());

    assertThat(agent.get("/v1/kv/" + key).status()).isEqualTo(404);
  }

  @Test
  void theIndexOfAKeyIsChecked() {
    agent.put("/v1/kv/" + key, "v");

    JsonNode results = results("check-index " + key + " 'Index':" + modifyIndex());

    assertThat(each(results, "Key")).containsExactly(key);
  }

  @Test
  void aKeyIsLockedAndUnlocked() {
    String session = session("'LockDelay':'0s'");
    String fields = json(" 'Session':'$'", session);

    JsonNode locked = results("lock " + key + fields, "check-session " + key + fields);
    JsonNode unlocked = results("unlock " + key + fields);

    assertThat(each(locked, "Session")).containsExactly(session, session);
    assertThat(each(locked, "LockIndex")).containsExactly("1", "1");
    assertThat(each(unlocked, "Session")).isEmpty();
  }

  @Test
  void fieldsMayBeWrittenInAnyCase() {
    agent.put("/v1/kv/" + key, "v");

    assertThat(
            good(agent.put("/v1/txn", json("[{'kv':{'verb':'get','key':'$'}}]", key)))
                .get("Results"))
        .hasSize(1);
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void sixtyFourStepsAreTheMost() {
    String[] steps = new String[64];
    Arrays.fill(steps, "set " + key);
    String[] tooMany = new String[65];
    Arrays.fill(tooMany, "set " + key);

    assertThat(results(steps)).hasSize(64);
    assertText(run(tooMany), 413, "Transaction contains too many operations (65 > 64)");
  }
}
