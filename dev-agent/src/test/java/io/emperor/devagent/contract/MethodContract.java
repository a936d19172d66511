package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods and paths that an endpoint does not have. */
abstract class MethodContract extends Contract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/status/leader                  | GET
          /v1/status/peers                   | GET
          /v1/agent/self                     | GET
          /v1/agent/members                  | GET
          /v1/agent/metrics                  | GET
          /v1/agent/services                 | GET
          /v1/agent/checks                   | GET
          /v1/agent/service/x                | GET
          /v1/agent/service/register         | PUT
          /v1/agent/service/deregister/x     | PUT
          /v1/agent/service/maintenance/x    | PUT
          /v1/agent/maintenance              | PUT
          /v1/agent/check/register           | PUT
          /v1/agent/check/deregister/x       | PUT
          /v1/agent/check/pass/x             | PUT
          /v1/agent/check/warn/x             | PUT
          /v1/agent/check/fail/x             | PUT
          /v1/agent/check/update/x           | PUT
          /v1/agent/health/service/id/x      | GET
          /v1/agent/health/service/name/x    | GET
          /v1/coordinate/datacenters         | GET
          /v1/coordinate/nodes               | GET
          /v1/coordinate/node/x              | GET
          /v1/operator/raft/configuration    | GET
          /v1/catalog/datacenters            | GET
          /v1/catalog/nodes                  | GET
          /v1/catalog/services               | GET
          /v1/catalog/service/x              | GET
          /v1/catalog/node/x                 | GET
          /v1/catalog/register               | PUT
          /v1/catalog/deregister             | PUT
          /v1/health/node/x                  | GET
          /v1/health/checks/x                | GET
          /v1/health/service/x               | GET
          /v1/health/state/any               | GET
          /v1/kv/x                           | GET,PUT,DELETE
          /v1/session/create                 | PUT
          /v1/session/destroy/x              | PUT
          /v1/session/renew/x                | PUT
          /v1/session/info/x                 | GET
          /v1/session/node/x                 | GET
          /v1/session/list                   | GET
          /v1/event/fire/x                   | PUT
          /v1/event/list                     | GET
          /v1/txn                            | PUT
          """)
  void anEndpointTellsItsMethods(String path, String methods) {
    for (String method : new String[] {"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"}) {
      if (!methods.contains(method)) {
        Answer answer = agent.send(method, path, "");

        assertThat(answer.status()).as(method).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS," + methods);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.text())
            .isEqualTo(method.equals("HEAD") ? "" : "method " + method + " not allowed");
      }
    }
    Answer options = agent.send("OPTIONS", path, "");
    assertDone(options);
    assertThat(options.header("Allow")).isEqualTo("OPTIONS," + methods);
  }

  @OnConsul(ConsulProfile.V1_8)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/",
        "/v1/nope",
        "/v2/kv/x",
        "/nope",
        "/V1/kv/x",
        "/v1/status",
        "/v1/status/",
        "/v1/status/leader/",
        "/v1/agent",
        "/v1/agent/nope",
        "/v1/agent/services/x",
        "/v1/agent/check/nope/x",
        "/v1/agent/health/service",
        "/v1/catalog",
        "/v1/catalog/nodes/x",
        "/v1/health",
        "/v1/coordinate",
        "/v1/coordinate/nope",
        "/v1/operator",
        "/v1/operator/raft/nope",
        "/v1/health/nope/x",
        "/v1/session",
        "/v1/session/nope",
        "/v1/event",
        "/v1/event/nope",
        "/v1/txn/x",
      })
  void anUnknownPathIsNotFound(String path) {
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      Answer answer = agent.send(method, path, "");

      assertThat(answer.status()).as(method).isEqualTo(404);
      assertThat(answer.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/agent/check/pass",
        "/v1/agent/service/maintenance",
        "/v1/catalog/service",
        "/v1/catalog/node",
        "/v1/coordinate/node",
        "/v1/health/service",
        "/v1/health/state",
        "/v1/session/info",
        "/v1/event/fire",
      })
  void aPathThatLacksItsLastSlashIsMoved(String path) {
    Answer answer = agent.get(path + "?x=1");

    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("Location")).isEqualTo(path + "/?x=1");
  }

  @Test
  void aMethodOfOnesOwnIsNotAllowed() {
    assertText(agent.send("BREW", "/v1/kv/x", ""), 405, "method BREW not allowed");
  }
}
