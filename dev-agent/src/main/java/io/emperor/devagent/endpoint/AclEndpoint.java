package io.emperor.devagent.endpoint;

import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.Route;
import java.util.List;

/** What an agent without access control says to whoever wants to change or see some. */
final class AclEndpoint {

  List<Route> routes() {
    return List.of(
        disabled("PUT", "acl/bootstrap"),
        disabled("POST", "acl/login"),
        disabled("POST", "acl/logout"),
        disabled("GET", "acl/replication"),
        disabled("GET", "acl/policies"),
        disabled("PUT", "acl/policy"),
        disabled("GET,PUT,DELETE", "acl/policy/"),
        disabled("GET", "acl/policy/name/"),
        disabled("GET", "acl/roles"),
        disabled("PUT", "acl/role"),
        disabled("GET", "acl/role/name/"),
        disabled("GET,PUT,DELETE", "acl/role/"),
        disabled("GET", "acl/binding-rules"),
        disabled("PUT", "acl/binding-rule"),
        disabled("GET,PUT,DELETE", "acl/binding-rule/"),
        disabled("GET", "acl/auth-methods"),
        disabled("PUT", "acl/auth-method"),
        disabled("GET,PUT,DELETE", "acl/auth-method/"),
        disabled("POST", "acl/rules/translate"),
        disabled("GET", "acl/rules/translate/"),
        disabled("GET", "acl/tokens"),
        disabled("PUT", "acl/token"),
        disabled("GET", "acl/token/self"),
        disabled("GET,PUT,DELETE", "acl/token/"),
        disabled("PUT", "acl/create"),
        disabled("PUT", "acl/update"),
        disabled("PUT", "acl/destroy/"),
        disabled("GET", "acl/info/"),
        disabled("PUT", "acl/clone/"),
        disabled("GET", "acl/list"),
        disabled("POST", "internal/acl/authorize"));
  }

  private static Route disabled(String methods, String path) {
    return Route.of(methods, path, request -> Answer.text(401, "ACL support disabled"));
  }
}
