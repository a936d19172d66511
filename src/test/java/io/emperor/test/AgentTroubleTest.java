package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Web;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is not there, is no agent, or refuses: apps run all the same. */
class AgentTroubleTest {

  private static final String DENY =
      """
      acl {
        enabled = true
        default_policy = "deny"
        tokens {
          master = "11111111-2222-3333-4444-555555555555"
          agent = "11111111-2222-3333-4444-555555555555"
        }
      }
      """;

  @TempDir Path data;
  @TempDir Path vassals;

  @BeforeEach
  void drop() {
    AppJar.drop("consul-service-port: " + FreePort.find(), vassals.resolve("web.yaml"));
    AppJar.providing(Web.class).dropInto(vassals, "web");
  }

  @Test
  void withoutAnAgentAppsRunAndAreRegisteredWhenItComes() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.kill();
      try (EmperorProcess emperor = emperor(agent.httpAddress())) {
        String running = emperor.line(" web: running generation 1");
        int port = Integer.parseInt(running.replaceAll(".* on port ", ""));
        emperor.line("WARN", agent.httpAddress());
        assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");

        agent.restart();

        assertThat(
                new ConsulView(agent.httpAddress())
                    .passing("web")
                    .get("Service")
                    .get("Port")
                    .asInt())
            .isEqualTo(port);
        assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
      }
    }
  }

  @Test
  void anAgentThatDiesAndForgetsCostsNoVassal() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        EmperorProcess emperor = emperor(agent.httpAddress())) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      int port = consul.passing("web").get("Service").get("Port").asInt();

      agent.kill();
      agent.restart();

      assertThat(consul.passing("web").get("Service").get("Port").asInt()).isEqualTo(port);
      assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
      assertThat(emperor.lines()).noneSatisfy(line -> assertThat(line).contains("generation 2"));
    }
  }

  @Test
  void anAddressThatIsNoAgentIsNamed() throws Exception {
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.start();
    String address = "127.0.0.1:" + stranger.getAddress().getPort();
    try (EmperorProcess emperor = emperor(address)) {
      emperor.line(" web: running generation 1");

      emperor.line("WARN", address);
    } finally {
      stranger.stop(0);
    }
  }

  @Test
  void aTokenWithoutRightsIsToldAndItsReplacementIsTaken() throws Exception {
    Path token = Files.writeString(data.resolve("token"), "99999999-0000-0000-0000-000000000000");
    try (ConsulAgentProcess agent = ConsulAgentProcess.start(DENY);
        EmperorProcess emperor =
            Scene.emperor(
                data,
                agent.httpAddress(),
                vassals.toString(),
                "--consul-token-file",
                token.toString())) {
      assertThat(emperor.line("WARN", "web", "token")).doesNotContain("99999999");
      emperor.line(" web: running generation 1");

      AppJar.drop("11111111-2222-3333-4444-555555555555", token);

      new ConsulView(agent.httpAddress(), "11111111-2222-3333-4444-555555555555").passing("web");
    }
  }

  private EmperorProcess emperor(String agent) {
    return Scene.emperor(data, agent, vassals.toString());
  }
}
