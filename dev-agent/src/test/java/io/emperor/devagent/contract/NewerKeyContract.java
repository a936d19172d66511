package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/kv}, {@code /v1/txn} and {@code /v1/event} of newer versions. */
@OnConsul(ConsulProfile.MODERN)
abstract class NewerKeyContract extends Contract {

  private final String key = unique("newer");

  private Answer run(int times, String fields) {
    String step = json("{'KV':{'Key':'$',", key) + json(fields) + "}}";
    return agent.put("/v1/txn", "[" + String.join(",", Collections.nCopies(times, step)) + "]");
  }

  // CHANGELOG.md, 1.22.0: GH-22850; whether with 400 or 500 is not told there
  @ParameterizedTest
  @ValueSource(strings = {"%20KEY", "KEY%20", "KEY/..%252F..%252Fb", "KEY/%252e%252E/b"})
  void aKeyOnItsWayOutIsRefused(String pattern) {
    String path = "/v1/kv/" + pattern.replace("KEY", key);

    for (String method : new String[] {"PUT", "GET", "DELETE"}) {
      assertThat(agent.send(method, path, "").status()).as(method).isIn(400, 500);
    }
  }

  // CHANGELOG.md, 1.22.0: GH-22850
  @ParameterizedTest
  @ValueSource(strings = {"KEY%20b", "KEY..b", "KEY%252Fb", "KEY:b"})
  void aKeyThatOnlyLooksOddIsTaken(String pattern) {
    String path = "/v1/kv/" + pattern.replace("KEY", key);

    assertTrue(agent.put(path, "v"));
    assertThat(agent.get(path + "?raw").text()).isEqualTo("v");
    assertTrue(agent.delete(path));
  }

  // agent/kvs_endpoint.go: KVSPut; agent/txn_endpoint.go: convertOps
  @Test
  void whatIsTooLargeIsToldWithTheNewerManual() {
    byte[] large = new byte[512 * 1024 + 1];
    Answer value = agent.send("PUT", "/v1/kv/" + key, large);
    Answer steps = agent.send("PUT", "/v1/txn", large);

    for (Answer answer : new Answer[] {value, steps}) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text())
          .startsWith("Request body(524289 bytes) too large, max size: 524288 bytes. See https://")
          .contains("/docs/agent/config/config-files#");
    }
    assertThat(value.text()).endsWith("#kv_max_value_size.");
    assertThat(steps.text()).endsWith("#txn_max_req_len.");
  }

  // agent/txn_endpoint.go: maxTxnOps (1.14, GH-14599)
  @Test
  void aHundredAndTwentyEightStepsAreTheMost() {
    assertThat(good(run(128, "'Verb':'set'")).get("Results")).hasSize(128);
    assertText(
        run(129, "'Verb':'set'"), 413, "Transaction contains too many operations (129 > 128)");
  }

  // agent/consul/state/txn.go: KVGetOrEmpty (1.14, GH-14599)
  @Test
  void aKeyThatIsNotThereCanBeReadAsEmpty() {
    JsonNode none = good(run(1, "'Verb':'get-or-empty'")).at("/Results/0/KV");
    agent.put("/v1/kv/" + key, "v");
    JsonNode one = good(run(1, "'Verb':'get-or-empty'")).at("/Results/0/KV");

    assertThat(none)
        .isEqualTo(
            tree(
                "{'LockIndex':0,'Key':'$','Flags':0,'Value':null,'CreateIndex':0,"
                    + "'ModifyIndex':0}",
                key));
    assertThat(one).isEqualTo(good(agent.get("/v1/kv/" + key)).get(0));
  }

  // CHANGELOG.md, 1.22.0: GH-22836; how it is refused is not told there
  @Test
  void anEventIsVerySmall() {
    String path = "/v1/event/fire/" + key;

    assertThat(good(agent.put(path, "x".repeat(100))).get("Name").asText()).isEqualTo(key);
    assertThat(agent.put(path, "x".repeat(101)).status()).isBetween(400, 599);
  }
}
