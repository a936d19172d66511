package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/acl} of an agent that has no access control. */
abstract class AclContract extends Contract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/acl/bootstrap          | PUT
          /v1/acl/login              | POST
          /v1/acl/logout             | POST
          /v1/acl/replication        | GET
          /v1/acl/policies           | GET
          /v1/acl/policy             | PUT
          /v1/acl/policy/            | GET,PUT,DELETE
          /v1/acl/policy/x           | GET,PUT,DELETE
          /v1/acl/policy/name/x      | GET
          /v1/acl/roles              | GET
          /v1/acl/role               | PUT
          /v1/acl/role/x             | GET,PUT,DELETE
          /v1/acl/role/name/x        | GET
          /v1/acl/binding-rules      | GET
          /v1/acl/binding-rule       | PUT
          /v1/acl/binding-rule/x     | GET,PUT,DELETE
          /v1/acl/auth-methods       | GET
          /v1/acl/auth-method        | PUT
          /v1/acl/auth-method/x      | GET,PUT,DELETE
          /v1/acl/rules/translate    | POST
          /v1/acl/rules/translate/x  | GET
          /v1/acl/tokens             | GET
          /v1/acl/token              | PUT
          /v1/acl/token/self         | GET
          /v1/acl/token/x            | GET,PUT,DELETE
          /v1/acl/create             | PUT
          /v1/acl/update             | PUT
          /v1/acl/destroy/x          | PUT
          /v1/acl/info/x             | GET
          /v1/acl/clone/x            | PUT
          /v1/acl/list               | GET
          /v1/internal/acl/authorize | POST
          """)
  void whoeverAsksIsToldThatThereIsNone(String path, String methods) {
    for (String method : new String[] {"GET", "PUT", "POST", "DELETE"}) {
      Answer answer = agent.send(method, path, "{}");
      if (methods.contains(method)) {
        assertText(answer, 401, "ACL support disabled");
      } else {
        assertText(answer, 405, "method " + method + " not allowed");
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS," + methods);
      }
    }
  }

  @ParameterizedTest
  @OnConsul(ConsulProfile.V1_8)
  @ValueSource(strings = {"/v1/acl", "/v1/acl/", "/v1/acl/nope", "/v1/acl/policies/x"})
  void anUnknownPathIsNotFound(String path) {
    Answer answer = agent.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?token=x", "?dc=elsewhere", "?ns=x", "?stale&consistent"})
  void whatElseIsAskedDoesNotMatter(String query) {
    assertText(agent.get("/v1/acl/tokens" + query), 401, "ACL support disabled");
  }
}
