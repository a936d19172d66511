package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that Consul takes back: what an operator sees of that without opening a log. */
class RevokedTokenTest {

  private static final String MASTER = "5b0f7c1e-8a3d-4f26-9c4b-7e1d2a6f3c80";
  private static final String ACL =
      """
      acl {
        enabled = true
        default_policy = "deny"
        tokens { master = "%s" agent = "%s" }
      }
      """
          .formatted(MASTER, MASTER);
  private static final String POLICY =
      """
      {"Name": "emperor", "Rules": "service_prefix \\"\\" { policy = \\"write\\" } \
      node_prefix \\"\\" { policy = \\"read\\" } agent_prefix \\"\\" { policy = \\"read\\" }"}""";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path secrets;

  @Test
  void itCanBeReadOffListStatusAndTheAgents() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start(ACL)) {
      JsonNode unused = master(agent, "PUT", "/v1/acl/policy", POLICY);
      JsonNode token =
          master(agent, "PUT", "/v1/acl/token", "{\"Policies\": [{\"Name\": \"emperor\"}]}");
      Path file = Files.writeString(secrets.resolve("token"), token.path("SecretID").asText());
      AppJar.providing(Web.class).dropInto(vassals, "hello");
      Path unusedToo = AppJar.drop("consul-check-ttl: 3s\n", vassals.resolve("hello.yaml"));
      try (EmperorProcess emperor =
          Scene.emperor(
              data,
              agent.httpAddress(),
              vassals.toString(),
              "--consul-token-file",
              file.toString())) {
        Terminal terminal = Terminal.beside(data, emperor);
        unused = new ConsulView(agent.httpAddress(), MASTER).passing("hello");
        assertThat(terminal.run("list").text()).doesNotContain("token");

        agent.send(
            "DELETE",
            "/v1/acl/token/" + token.path("AccessorID").asText(),
            "",
            "X-Consul-Token",
            MASTER);

        Await.within(
            Duration.ofSeconds(20),
            "list says so",
            () -> terminal.run("list").text().contains("token"));
        assertThat(terminal.run("list").text()).contains("hello  running", "403");
        assertThat(terminal.run("status", "hello").text()).contains("consul ", "403", "token");
      }
    }
  }

  private static JsonNode master(ConsulAgentProcess agent, String method, String path, String body)
      throws Exception {
    return JSON.readTree(agent.send(method, path, body, "X-Consul-Token", MASTER).body());
  }
}
