package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/agent} of newer versions, and what all their answers have. */
@OnConsul(ConsulProfile.MODERN)
abstract class NewerAgentContract extends Contract {

  private static final String UNKNOWN_CHECK =
      "Unknown check ID \"%s\". Ensure that the check ID is passed, not the check name.";
  private static final String UNKNOWN_SERVICE =
      "Unknown service ID \"%s\". Ensure that the service ID is passed, not the service name.";

  // agent/agent_endpoint.go: AgentSelf
  @Test
  void selfTellsANewerVersion() {
    assertThat(good(agent.get("/v1/agent/self")).at("/Config/Version").asText())
        .matches("(1[.](1[5-9]|[2-9]\\d)|[2-9][.]\\d+)[.].*");
  }

  // agent/acl.go: vetCheckUpdateWithAuthorizer, before all that agent/agent_endpoint.go does to one
  @ParameterizedTest
  @ValueSource(strings = {"pass", "warn", "fail", "deregister"})
  void anUnknownCheckIsNotFound(String verb) {
    assertText(
        agent.put("/v1/agent/check/" + verb + "/no-such"), 404, UNKNOWN_CHECK.formatted("no-such"));
    assertText(agent.put("/v1/agent/check/" + verb + "/"), 404, UNKNOWN_CHECK.formatted(""));
  }

  // agent/acl.go: vetCheckUpdateWithAuthorizer; agent/agent_endpoint.go: AgentCheckUpdate
  @Test
  void anUpdateOfAnUnknownCheckIsNotFound() {
    assertText(
        agent.put("/v1/agent/check/update/no-such", json("{'Status':'passing'}")),
        404,
        UNKNOWN_CHECK.formatted("no-such"));
    assertText(agent.put("/v1/agent/check/update/no-such", "{}"), 400, "Invalid check status: ''");
  }

  // agent/acl.go: vetCheckUpdateWithAuthorizer
  @Test
  void theCheckOfADeregisteredServiceIsNotFound() {
    String name = registered("'Check':{'TTL':'1h'}");
    assertDone(agent.put("/v1/agent/service/deregister/" + name));

    assertText(
        agent.put("/v1/agent/check/pass/service:" + name),
        404,
        UNKNOWN_CHECK.formatted("service:" + name));
  }

  // agent/agent_endpoint.go: AgentRegisterCheck
  @Test
  void aCheckOfAnUnknownServiceIsNotFound() {
    assertText(
        agent.put(
            "/v1/agent/check/register", json("{'Name':'x','TTL':'9s','ServiceID':'no-such'}")),
        404,
        "ServiceID \"no-such\" does not exist");
    assertThat(good(agent.get("/v1/agent/checks")).has("x")).isFalse();
  }

  // agent/acl.go: vetServiceUpdateWithAuthorizer (GH-11950)
  @Test
  void anUnknownServiceIsNotDeregistered() {
    String once = registered("");
    assertDone(agent.put("/v1/agent/service/deregister/" + once));

    for (String id : new String[] {"", "no-such", once}) {
      assertText(
          agent.put("/v1/agent/service/deregister/" + id), 404, UNKNOWN_SERVICE.formatted(id));
    }
  }

  // agent/agent_endpoint.go: AgentServiceMaintenance; agent/acl.go: vetServiceUpdateWithAuthorizer
  @Test
  void anUnknownServiceIsNotMaintained() {
    assertText(
        agent.put("/v1/agent/service/maintenance/no-such?enable=true"),
        404,
        UNKNOWN_SERVICE.formatted("no-such"));
  }

  // agent/agent_endpoint.go: buildAgentService
  @Test
  void aServiceOfTheAgentHasADatacenterAndKeepsAPortOfZero() {
    String name = registered("");

    for (JsonNode service :
        new JsonNode[] {
          good(agent.get("/v1/agent/services")).get(name),
          good(agent.get("/v1/agent/service/" + name)),
          good(agent.get("/v1/agent/health/service/id/" + name)).get("Service")
        }) {
      assertThat(service.get("Datacenter").asText()).isEqualTo("dc1");
      assertThat(service.get("Port").asInt(-1)).isZero();
    }
  }

  // agent/structs/structs.go: HealthCheck
  @Test
  void aCheckTellsHowItIsRun() {
    String name = registered("'Check':{'TTL':'1h'}");

    JsonNode check = good(agent.get("/v1/agent/checks")).get("service:" + name);

    assertThat(check.get("Interval").isTextual()).isTrue();
    assertThat(check.get("Timeout").isTextual()).isTrue();
    assertThat(check.get("ExposedPort").asInt(-1)).isZero();
  }

  // agent/agent_endpoint.go: AgentHealthServiceByID, AgentHealthServiceByName (a pointer to an
  // HTTPError is none for agent/http.go)
  @ParameterizedTest
  @CsvSource({"id, Missing serviceID", "name, Missing service Name"})
  void aServiceWhoseHealthIsAskedForHasAName(String by, String text) {
    assertText(agent.get("/v1/agent/health/service/" + by + "/"), 500, text);
  }

  // agent/agent_endpoint.go: AgentHealthServiceByID
  @Test
  void anUnknownIdAsTextIsText() {
    Answer answer = agent.get("/v1/agent/health/service/id/no-such?format=text");

    assertBareText(answer, 404, "ServiceId no-such not found");
    assertThat(answer.header("X-Consul-Reason")).isEqualTo("ServiceId no-such not found");
  }

  // agent/http_ce.go: parseEntMeta
  @ParameterizedTest
  @ValueSource(strings = {"agent/services", "catalog/services", "health/service/x", "kv/x?raw"})
  void aNamespaceIsRefusedWithoutAPrefix(String path) {
    String both = "/v1/" + path + (path.contains("?") ? "&" : "?") + "ns=a";

    assertText(
        agent.get(both),
        400,
        "Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature");
    assertText(
        agent.getInNamespace(both, "a"),
        400,
        "Invalid header: \"X-Consul-Namespace\" - Namespaces are a Consul Enterprise feature");
  }

  // agent/http.go: Index
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/v1/nope, Invalid URL path: not a recognized HTTP API endpoint",
        "/v1/catalog/nodes/x, Invalid URL path: not a recognized HTTP API endpoint",
        "/v1, `Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'`",
        "/nope, `Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'`",
      })
  void anUnknownPathIsExplained(String path, String text) {
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      assertText(agent.send(method, path, ""), 404, text + "\n");
    }
  }

  // agent/http.go: wrap, setACLDefaultPolicy
  @ParameterizedTest
  @CsvSource({"GET, agent/self", "GET, kv/no-such", "POST, catalog/nodes", "PUT, txn"})
  void answersTellWhatIsAllowedByDefault(String method, String path) {
    assertThat(agent.send(method, "/v1/" + path, "").header("X-Consul-Default-ACL-Policy"))
        .isEqualTo("allow");
  }

  // CHANGELOG.md, 1.19.3: GH-21704; api/content_type.go
  @Test
  void anAnswerWithoutAWordHasATypeNevertheless() {
    String name = registered("");

    Answer answer = agent.put("/v1/agent/service/deregister/" + name);

    assertDone(answer);
    assertThat(answer.header("Content-Type")).isNotEmpty();
  }

  // agent/agent_endpoint.go: AgentMetrics; agent/http.go: wrap, which writes no status without a
  // body
  @Test
  void metricsForPrometheusAreNothingWithAReason() {
    Answer answer = agent.get("/v1/agent/metrics?format=prometheus");

    assertDone(answer);
    assertThat(answer.header("X-Consul-Reason"))
        .isEqualTo("Prometheus is not enabled since its retention time is not positive");
  }
}
