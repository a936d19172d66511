package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces, which this edition of the agent does not have and refuses wherever it looks. */
abstract class NamespaceContract extends Contract {

  private static final String MISSING = " - Namespaces are a Consul Enterprise feature";

  @OnConsul(ConsulProfile.V1_8)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent/services",
        "agent/service/x",
        "agent/health/service/name/x",
        "catalog/services",
        "catalog/node/x",
        "health/service/x",
        "health/state/any",
        "kv/x?raw",
        "session/list",
        "session/node/x",
      })
  void aNamespaceIsRefusedInAHeaderBeforeTheQuery(String path) {
    String both = "/v1/" + path + (path.contains("?") ? "&" : "?") + "ns=a";

    assertText(agent.get(both), 400, "Bad request: Invalid query parameter: \"ns\"" + MISSING);
    assertText(
        agent.getInNamespace(both, "a"),
        400,
        "Bad request: Invalid header: \"X-Consul-Namespace\"" + MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent/services", "catalog/services", "health/state/any", "session/list"})
  void anEmptyNamespaceIsNone(String path) {
    assertThat(agent.get("/v1/" + path + "?ns=").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalog/nodes?ns=a", "catalog/datacenters?ns=a", "event/list?ns=a"})
  void whatHasNoNamespaceDoesNotLook(String path) {
    assertThat(agent.get("/v1/" + path).status()).isEqualTo(200);
  }

  @Test
  void anUpdateLooksAtItsStatusFirst() {
    assertText(
        agent.put("/v1/agent/check/update/none?ns=a", "{}"), 400, "Invalid check status: ''");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          agent/service/register | {'Name':'x','Namespace':''}                      | false
          agent/service/register | {'Name':'x','Check':{'TTL':'1h','Namespace':''}} | false
          agent/check/register   | {'Name':'x','TTL':'1h','Namespace':''}           | false
          catalog/register       | {'Node':'x','Address':'1','Namespace':''}        | true
          catalog/register       | {'Node':'x','Address':'1','Service':{'Service':'s','Namespace':''}} | true
          catalog/register       | {'Node':'x','Address':'1','Check':{'Name':'c','Namespace':''}} | true
          catalog/deregister     | {'Node':'x','Namespace':''}                      | true
          """)
  void noBodyNamesANamespace(String path, String body, boolean explained) {
    assertText(
        agent.put("/v1/" + path, json(body)),
        400,
        "Request decode failed: json: unknown field \"Namespace\"" + (explained ? MISSING : ""));
  }
}
