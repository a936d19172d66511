package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Spring Boot jar with Spring Cloud Consul, which finds its configuration and its peers in Consul
 * by itself, and would register itself, too.
 */
@Tag("jdk")
@Tag("agent")
class SpringCloudTest {

  private static final Path JAR = Path.of(System.getProperty("spring-cloud-app.jar")).normalize();
  private static final String CONSUL = System.getProperty("consul.profile", "1.8");

  /** The app's own name, by which it finds its configuration and would be registered. */
  private static final String APP = "spring-cloud-app";

  /** Spring needs some seconds to start, and many of them on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<String> SETTINGS =
      List.of(
          "start-timeout=2m",
          "consul-check-ttl=3s",
          "drain=0s",
          "jvm-options=-XX:TieredStopAtLevel=1");

  @TempDir Path data;
  @TempDir Path vassals;

  private static String[] options(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    for (String setting : SETTINGS) {
      options.addAll(List.of("--vassal-set", setting));
    }
    return options.toArray(String[]::new);
  }

  @Test
  void itIsRegisteredOnceFollowsItsConfigurationAndLeavesNoGhost() throws Exception {
    String watched = vassals.toString();
    try (EmperorProcess emperor =
        EmperorProcess.start(
            data,
            options("--dev", "--dev-consul", CONSUL, "--vassals", watched, "--name", "tester"))) {
      String agent = emperor.devAgent();
      ConsulView consul = new ConsulView(agent);
      greet(agent, "good day");
      drop(APP, agent, "");

      int port = port(consul, APP);
      assertThat(ids(consul)).containsExactly("spring-cloud-app-tester");
      assertThat(Http.get(port, "/greeting").body()).isEqualTo("good day");
      assertThat(Http.get(port, "/ports").body()).isEqualTo("[" + port + "]");

      ProcessHandle process = process(APP, agent);
      greet(agent, "good night");
      Await.within(
          PATIENCE,
          "it follows its configuration",
          () -> Http.get(port, "/greeting").body().equals("good night"));
      assertThat(process.isAlive()).isTrue();

      assertThat(process.destroyForcibly()).isTrue();
      consul.status(APP, "critical");
      int next = port(consul, APP);
      assertThat(next).as("the port stays, and with it what others know").isEqualTo(port);
      assertThat(ids(consul)).containsExactly("spring-cloud-app-tester");
      assertThat(Http.get(next, "/ports").body()).isEqualTo("[" + next + "]");

      remove(APP);
      emperor.line(" spring-cloud-app: gone");
      assertThat(ids(consul)).isEmpty();
      assertThat(consul.get("/v1/health/service/" + APP)).isEmpty();
    }
  }

  @Test
  void itRegistersItselfBesidesWhereItsConfigurationSaysSo() throws Exception {
    try (Scene scene = Scene.start(data, vassals, options())) {
      String agent = scene.agent().httpAddress();
      ConsulView consul = scene.consul();
      greet(agent, "good day");
      drop(
          "besides",
          agent,
          """
            SPRING_CLOUD_CONSUL_DISCOVERY_REGISTER: true
            SPRING_CLOUD_CONSUL_DISCOVERY_HEALTH_CHECK_INTERVAL: 1s
            SPRING_CLOUD_CONSUL_DISCOVERY_PREFER_IP_ADDRESS: true
          """);

      int port = port(consul, "besides");
      assertThat(port(consul, APP)).isEqualTo(port);
      assertThat(ids(consul))
          .containsExactlyInAnyOrder("besides-tester", "spring-cloud-app-" + port);
      assertThat(consul.status(APP, "passing").get("Output").asText())
          .contains("/actuator/health", "200");
      assertThat(Http.get(port, "/greeting").body()).isEqualTo("good day");
      assertThat(Http.get(port, "/ports").body()).isEqualTo("[" + port + "]");

      remove("besides");
      scene.emperor().line(" besides: gone");
      assertThat(ids(consul)).isEmpty();
    }
  }

  private static void greet(String agent, String greeting) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(Http.uri(port(agent), "/v1/kv/config/" + APP + "/greeting"))
            .PUT(HttpRequest.BodyPublishers.ofString(greeting));
    assertThat(Http.send(request).body()).isEqualToIgnoringWhitespace("true");
  }

  /**
   * Drops the jar as it is, beside a configuration that tells Spring which agent is meant, and to
   * ask soon again: it waits at one folder of its configuration before it looks at the next, and
   * the first of them is one that nobody has made.
   */
  private void drop(String name, String agent, String environment) throws IOException {
    String yaml =
        """
        env:
          SPRING_CLOUD_CONSUL_PORT: %d
          SPRING_CLOUD_CONSUL_CONFIG_WATCH_WAIT_TIME: 1
        """;
    AppJar.drop(yaml.formatted(port(agent)) + environment, vassals.resolve(name + ".yaml"));
    AppJar.drop(Files.readAllBytes(JAR), vassals.resolve(name + ".jar"));
  }

  private void remove(String name) throws IOException {
    Files.delete(vassals.resolve(name + ".jar"));
    Files.delete(vassals.resolve(name + ".yaml"));
  }

  private static int port(String agent) {
    return Integer.parseInt(agent.substring(agent.lastIndexOf(':') + 1));
  }

  private static int port(ConsulView consul, String service) {
    String passing = "/v1/health/service/" + service + "?passing";
    Await.within(PATIENCE, service + " is passing", () -> consul.get(passing).size() == 1);
    return consul.get(passing).get(0).get("Service").get("Port").asInt();
  }

  private static List<String> ids(ConsulView consul) {
    List<String> ids = new ArrayList<>();
    consul.get("/v1/agent/services").fieldNames().forEachRemaining(ids::add);
    return ids;
  }

  private static ProcessHandle process(String vassal, String agent) {
    List<ProcessHandle> found = MarkedProcesses.of(vassal, agent);
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
