package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container image, built by the Dockerfile and run by the Docker engine that answers. {@code
 * RUNTIME_IMAGE} names what it is built on, as bin/jre-image prints it; nothing is pulled.
 */
@EnabledIfEnvironmentVariable(named = "RUNTIME_IMAGE", matches = ".+")
class ImageTest {

  private static final String IMAGE = "emperor/emperor:test";
  private static final Path ROOT = EmperorProcess.HOME.resolve("../../..").normalize();

  private static ConsulAgentProcess agent;
  private static ConsulView consul;
  private static String admin;

  @TempDir Path jars;

  private String container = "";

  @BeforeAll
  static void build() {
    String base = System.getenv("RUNTIME_IMAGE");
    docker(
        "build",
        "--build-arg=BUILD_IMAGE=" + base,
        "--build-arg=RUNTIME_IMAGE=" + base,
        "--tag=" + IMAGE,
        ROOT.toString());
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
    admin = "127.0.0.1:" + FreePort.find();
  }

  @AfterAll
  static void stopAgent() {
    agent.close();
  }

  @BeforeEach
  void run() {
    container =
        docker(
            "create",
            "--network=host",
            "--env=EMPEROR_CONSUL_AGENT=" + agent.httpAddress(),
            "--env=EMPEROR_NAME=tester",
            "--env=EMPEROR_BIND=127.0.0.1",
            "--env=EMPEROR_ADMIN=" + admin,
            IMAGE);
    Path jar = AppJar.providing(Web.class).dropInto(jars, "web");
    docker("cp", jar.toString(), container + ":/vassals/web.jar");
    docker("start", container);
  }

  @AfterEach
  void remove() {
    System.out.println(docker("logs", container));
    docker("rm", "--force", "--volumes", container);
  }

  private static String docker(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "docker";
    System.arraycopy(words, 0, command, 1, words.length);
    return Command.run(command).orFail();
  }

  private String inspect(String what) {
    return docker("inspect", "--format={{" + what + "}}", container);
  }

  @Test
  void aVassalIsRegisteredByAUserWithoutRightsAndTakenBackByAStop() {
    int port = consul.passing("web").get("Service").get("Port").asInt();
    assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
    assertThat(docker("exec", container, "id", "-u")).isEqualTo("10001");
    assertThat(docker("exec", container, "cat", "/proc/1/comm")).isEqualTo("java");

    docker("stop", "--time=30", container);

    assertThat(inspect(".State.ExitCode")).isEqualTo("0");
    assertThat(docker("logs", container)).endsWith("-: stopped");
    assertThat(consul.get("/v1/agent/services")).isEmpty();
  }

  @Test
  void itIsHealthyWhenItsAdminEndpointSaysSo() {
    Await.within(
        Duration.ofSeconds(60), "healthy", () -> inspect(".State.Health.Status").equals("healthy"));
  }

  @Test
  void theHealthCheckGoesByTheStatus() throws IOException {
    assertThat(health(200)).isZero();
    assertThat(health(503)).isEqualTo(1);
    assertThat(healthAt("127.0.0.1:" + FreePort.find())).as("nobody answers").isEqualTo(1);
    assertThat(healthAt("none")).as("nothing to ask").isZero();
  }

  private int health(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      return healthAt("0.0.0.0:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private int healthAt(String address) {
    return Command.run(
            "docker",
            "exec",
            "--env=EMPEROR_ADMIN=" + address,
            container,
            "/opt/emperor/bin/healthy")
        .status();
  }
}
