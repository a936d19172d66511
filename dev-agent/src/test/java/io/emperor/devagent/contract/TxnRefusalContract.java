package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/txn}: what it does not take, and how it says so. */
abstract class TxnRefusalContract extends Contract {

  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

  private final String key = unique("txn");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                      | Failed to parse body: EOF
          [                       | Failed to parse body: unexpected EOF
          {}                      | Failed to parse body: json: cannot unmarshal object into Go value of type api.TxnOps
          [{'Nope':{}}]           | Failed to parse body: json: unknown field "Nope"
          [{'KV':{'Verb':'get','Key':'x','Nope':1}}] | Failed to parse body: json: unknown field "Nope"
          [{'KV':{'Verb':1}}]     | Failed to parse body: json: cannot unmarshal number into Go struct field KVTxnOp.KV.Verb of type api.KVOp
          [{'KV':{'Verb':'set','Key':'x','Value':'!!'}}] | Failed to parse body: illegal base64 data at input byte 0
          """)
  void aTransactionThatIsNoneIsRefused(String body, String text) {
    assertText(agent.put("/v1/txn", json(body)), 400, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Verb':'get'                    | key "$/none" doesn't exist
          'Verb':'check-index','Index':1  | failed to check index, key "$/none" doesn't exist
          'Verb':'check-session','Session':'x' | failed to check session, key "$/none" doesn't exist
          'Verb':'bogus'                  | unknown KV verb "bogus"
          'Verb':'SET'                    | unknown KV verb "SET"
          'Verb':''                       | unknown KV verb ""
          'Verb':'lock'                   | missing session
          'Verb':'unlock'                 | missing session
          'Verb':'cas','Index':5          | failed to set key "$/none", index is stale
          """)
  void aStepOnAKeyThatIsNotThereFails(String fields, String what) {
    fails(key + "/none", fields, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Verb':'check-not-exists'       | key "$" exists
          'Verb':'cas','Index':0          | failed to set key "$", index is stale
          'Verb':'cas','Index':1          | failed to set key "$", index is stale
          'Verb':'delete-cas','Index':1   | failed to delete key "$", index is stale
          'Verb':'lock','Session':'@'     | invalid session "@"
          'Verb':'lock','Session':'short' | failed session lookup: index error: UUID must be 36 characters
          'Verb':'unlock','Session':'@'   | failed to unlock key "$", lock isn't held, or is held by another session
          'Verb':'check-session','Session':'@' | failed session check for key "$", current session "" != "@"
          """)
  void aStepOnAKeyThatIsThereFails(String fields, String what) {
    agent.put("/v1/kv/" + key, "v");

    fails(key, fields.replace("@", NOBODY), what.replace("@", NOBODY));
  }

  private void fails(String target, String fields, String what) {
    Answer answer = agent.put("/v1/txn", json("[{'KV':{'Key':'$',", target) + json(fields) + "}}]");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("Results").isNull()).isTrue();
    assertThat(answer.json().at("/Errors/0/OpIndex").asInt(-1)).isZero();
    assertThat(answer.json().at("/Errors/0/What").asText()).isEqualTo(what.replace("$", key));
  }

  @Test
  void aWrongIndexIsToldWithTheRightOne() {
    agent.put("/v1/kv/" + key, "v");
    String index = good(agent.get("/v1/kv/" + key)).at("/0/ModifyIndex").asText();

    fails(
        key,
        "'Verb':'check-index','Index':1",
        "failed index check for key \"$\", current modify index " + index + " != 1");
  }

  @Test
  void aHeldKeyIsNotLockedByAnother() {
    agent.put("/v1/kv/" + key + "?acquire=" + session(""), "v");

    fails(
        key,
        json("'Verb':'lock','Session':'$'", session("")),
        "failed to lock key \"$\", lock is already held");
  }

  @Test
  void aStepNeedsAKey() {
    fails("", "'Verb':'set'", "Must provide key");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void aLargeBodyIsTooLarge() {
    assertText(
        agent.send("PUT", "/v1/txn", new byte[512 * 1024 + 1]),
        413,
        "Request body(524289 bytes) too large, max size: 524288 bytes."
            + " See https://www.consul.io/docs/agent/options.html#txn_max_req_len.");
  }

  @Test
  void aTransactionIsNotStaleAndConsistent() {
    assertText(
        agent.put("/v1/txn?stale&consistent", "[]"),
        400,
        "Cannot specify ?stale with ?consistent, conflicting semantics.");
  }
}
