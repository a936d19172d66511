package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/session}: creating, reading, renewing and destroying. */
abstract class SessionContract extends Contract {

  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

  private JsonNode info(String session) {
    return good(agent.get("/v1/session/info/" + session));
  }

  @Test
  void aSessionWithoutWishesHasDefaults() {
    String id = session("");

    long index = info(id).at("/0/CreateIndex").asLong();
    assertThat(info(id))
        .isEqualTo(
            tree(
                "[{'ID':'$','Name':'','Node':'$','LockDelay':15000000000,'Behavior':'release',"
                    + "'TTL':'','NodeChecks':['serfHealth'],'ServiceChecks':null,"
                    + "'CreateIndex':$,'ModifyIndex':$}]",
                id,
                agent.node(),
                index,
                index));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null"})
  void aBodyIsNotNeeded(String body) {
    assertThat(good(agent.put("/v1/session/create", body)).get("ID").asText())
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Name':'a name'           | Name      | 'a name'
          'name':'a name'           | Name      | 'a name'
          'TTL':'10s'               | TTL       | '10s'
          'TTL':'1m30s'             | TTL       | '1m30s'
          'TTL':'24h'               | TTL       | '24h'
          'TTL':'0s'                | TTL       | '0s'
          'TTL':''                  | TTL       | ''
          'Behavior':'release'      | Behavior  | 'release'
          'Behavior':'delete'       | Behavior  | 'delete'
          'Behavior':''             | Behavior  | 'release'
          'LockDelay':'5s'          | LockDelay | 5000000000
          'LockDelay':'0s'          | LockDelay | 0
          'LockDelay':'1500ms'      | LockDelay | 1500000000
          'LockDelay':'61s'         | LockDelay | 61000000000
          'LockDelay':5             | LockDelay | 5000000000
          'LockDelay':5000000000    | LockDelay | 5000000000
          'Checks':[]               | NodeChecks | []
          'NodeChecks':[]           | NodeChecks | []
          'Checks':['none'],'NodeChecks':[] | NodeChecks | []
          'Checks':['none'],'NodeChecks':null | NodeChecks | null
          'NodeChecks':['serfHealth'] | NodeChecks | ['serfHealth']
          'Checks':['serfHealth']   | NodeChecks | ['serfHealth']
          'Unknown':1               | Name      | ''
          """)
  void aSessionIsReadAsItWasCreated(String fields, String field, String value) {
    assertThat(info(session(fields)).get(0).get(field)).isEqualTo(tree(value));
  }

  @Test
  void anIdIsTheSameInAnyCase() {
    String id = session("'LockDelay':'0s'");
    String upper = id.toUpperCase(Locale.ROOT);
    String key = "/v1/kv/" + unique("key");

    assertThat(info(upper).at("/0/ID").asText()).isEqualTo(id);
    assertTrue(agent.put(key + "?acquire=" + upper, "v"));
    assertThat(good(agent.get(key)).at("/0/Session").asText()).isEqualTo(upper);
    assertTrue(agent.put("/v1/session/destroy/" + upper));

    assertThat(info(id)).isEmpty();
    assertThat(good(agent.get(key)).get(0).has("Session")).isFalse();
  }

  @Test
  void aSessionMayNameItsNode() {
    assertThat(info(session("'Node':'$'", agent.node())).at("/0/Node").asText())
        .isEqualTo(agent.node());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'TTL':'9s'}           | 500 | Invalid Session TTL '9000000000', must be between [10s=24h0m0s]
          {'TTL':'9999ms'}       | 500 | Invalid Session TTL '9999000000', must be between [10s=24h0m0s]
          {'TTL':'86401s'}       | 500 | Invalid Session TTL '86401000000000', must be between [10s=24h0m0s]
          {'TTL':'-1s'}          | 500 | Invalid Session TTL '-1000000000', must be between [10s=24h0m0s]
          {'TTL':'x'}            | 500 | Session TTL 'x' invalid: time: invalid duration "x"
          {'TTL':'10'}           | 500 | Session TTL '10' invalid: time: missing unit in duration "10"
          {'TTL':15}             | 400 | Request decode failed: json: cannot unmarshal number into Go struct field .TTL of type string
          {'Name':1}             | 400 | Request decode failed: json: cannot unmarshal number into Go struct field .Name of type string
          {'Behavior':'keep','TTL':'x'} | 500 | Invalid Behavior setting 'keep'
          {'Behavior':'keep'}    | 500 | Invalid Behavior setting 'keep'
          {'LockDelay':'x'}      | 400 | Request decode failed: time: invalid duration "x"
          {'Node':'no-such'}     | 500 | Missing node registration
          {'Checks':['no-such']} | 500 | Missing check 'no-such' registration
          {'NodeChecks':['no-such']} | 500 | Missing check 'no-such' registration
          {'ServiceChecks':[{'ID':'no-such'}]} | 500 | Missing check 'no-such' registration
          {                      | 400 | Request decode failed: unexpected EOF
          """)
  void aWrongSessionIsRefused(String body, int status, String text) {
    assertText(agent.put("/v1/session/create", json(body)), status, text);
  }

  @Test
  void aSessionIsAnObject() {
    Answer answer = agent.put("/v1/session/create", "[]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .startsWith("Request decode failed: json: cannot unmarshal array into Go value of type");
  }

  @Test
  void aSessionIsListedForAllAndForItsNode() {
    String id = session("");

    assertThat(each(good(agent.get("/v1/session/list")), "ID")).contains(id);
    assertThat(each(good(agent.get("/v1/session/node/" + agent.node())), "ID")).contains(id);
    assertThat(good(agent.get("/v1/session/node/no-such"))).isEmpty();
  }

  @Test
  void theListTellsWhatInfoTells() {
    String id = session("'Name':'n','TTL':'1h'");

    assertThat(good(agent.get("/v1/session/list"))).contains(info(id).get(0));
  }

  @Test
  void anUnknownSessionHasNoInfo() {
    assertThat(info(NOBODY)).isEqualTo(tree("[]"));
  }

  @Test
  void aDestroyedSessionIsGone() {
    String id = session("");

    assertTrue(agent.put("/v1/session/destroy/" + id));

    assertThat(info(id)).isEmpty();
    assertThat(each(good(agent.get("/v1/session/list")), "ID")).doesNotContain(id);
    assertTrue(agent.put("/v1/session/destroy/" + id));
  }

  @Test
  void destroyingAnUnknownSessionIsWell() {
    assertTrue(agent.put("/v1/session/destroy/" + NOBODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'TTL':'10s'", "'Name':'n'", "'NodeChecks':[]"})
  void renewingAnswersTheSession(String fields) {
    String id = session(fields);

    Answer answer = agent.put("/v1/session/renew/" + id);

    assertThat(good(answer)).isEqualTo(info(id));
    assertThat(answer.header("X-Consul-Index")).isEmpty();
  }

  @Test
  void renewingLeavesTheIndexes() {
    String id = session("'TTL':'10s'");
    JsonNode before = info(id);

    agent.put("/v1/session/renew/" + id);

    assertThat(info(id)).isEqualTo(before);
  }

  @Test
  void renewingAnUnknownSessionIsNotFound() {
    assertText(
        agent.put("/v1/session/renew/" + NOBODY), 404, "Session id '" + NOBODY + "' not found");
  }

  @Test
  void renewingADestroyedSessionIsNotFound() {
    String id = session("'TTL':'10s'");
    agent.put("/v1/session/destroy/" + id);

    assertText(agent.put("/v1/session/renew/" + id), 404, "Session id '" + id + "' not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PUT | destroy/ | 400 | Missing session
          PUT | renew/   | 400 | Missing session
          GET | info/    | 400 | Missing session
          GET | node/    | 400 | Missing node name
          PUT | destroy/short | 500 | failed session lookup: index error: UUID must be 36 characters
          PUT | renew/short   | 500 | failed session lookup: index error: UUID must be 36 characters
          GET | info/short    | 500 | failed session lookup: index error: UUID must be 36 characters
          """)
  void aSessionIsNamedByAWholeId(String method, String path, int status, String text) {
    assertText(agent.send(method, "/v1/session/" + path, ""), status, text);
  }

  @Test
  void theIndexOfSessionsRisesWithEverySession() {
    long before = agent.get("/v1/session/list").index();
    String id = session("");
    long created = agent.get("/v1/session/list").index();
    agent.put("/v1/session/destroy/" + id);

    assertThat(created).isGreaterThan(before);
    assertThat(agent.get("/v1/session/list").index()).isGreaterThan(created);
  }
}
