package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.test.apps.EveryHelper;
import io.emperor.test.apps.Standalone;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An emperor that brings its own agent along: nothing else is there. */
class DevTest {

  @TempDir Path data;
  @TempDir Path vassals;

  private EmperorProcess emperor(String... more) {
    String[] options = {"--dev", "--vassals", vassals.toString(), "--name", "tester"};
    String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return EmperorProcess.start(data, Map.of("CONSUL_HTTP_ADDR", "192.0.2.1:1"), all);
  }

  private static ConsulView agent(EmperorProcess emperor) {
    return new ConsulView(emperor.devAgent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "modern"})
  void aVassalLivesItsWholeLife(String consulLike) throws Exception {
    Path jar = AppJar.providing(Web.class).dropInto(vassals, "web");
    AppJar.executing(Standalone.class).dropInto(vassals, "program");
    try (EmperorProcess emperor = emperor("--dev-consul", consulLike)) {
      ConsulView consul = agent(emperor);
      int port = consul.passing("web").get("Service").get("Port").asInt();
      assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
      int program = consul.passing("program").get("Service").get("Port").asInt();
      assertThat(Http.get(program, "/env?CONSUL_HTTP_ADDR").body())
          .isEqualTo("http://" + emperor.devAgent());

      Files.delete(jar);

      consul.gone("web");
      emperor.lineEnding("web: gone");
      emperor.signal("TERM");
      assertThat(emperor.exitStatus()).isZero();
      assertThat(emperor.lines()).noneMatch(line -> line.contains("WARN"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "modern"})
  void everyHelperIsAnswered(String consulLike) {
    AppJar.providing(EveryHelper.class)
        .with("META-INF/vassal.yaml", "consul-service-tags: [probe]")
        .dropInto(vassals, "helpers");
    try (EmperorProcess emperor = emperor("--dev-consul", consulLike)) {
      int port = agent(emperor).passing("helpers").get("Service").get("Port").asInt();

      assertThat(Http.get(port, "/injected").body().lines())
          .contains("services() = [probe]", "lock holder = true", "set(gone session) = CONFLICT NO")
          .hasSize(28);
    }
  }

  @Test
  void aPortThatIsInUseIsPassedOver() throws IOException {
    try (ServerSocket taken = taken();
        EmperorProcess emperor = emperor()) {
      String address = emperor.devAgent();

      assertThat(taken.isBound()).isTrue();
      assertThat(address).startsWith("127.0.0.1:").isNotEqualTo("127.0.0.1:8500");
      emperor.line(
          "emperor tester watches", "registers with the Consul agent at http://" + address);
    }
  }

  /** Consul's usual port, which somebody else may have already. */
  private static ServerSocket taken() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try {
      return new ServerSocket(8500, 1, here);
    } catch (BindException e) {
      return new ServerSocket(0, 1, here);
    }
  }

  @Test
  void anotherAgentIsNotNamedBesides() {
    try (EmperorProcess emperor =
        emperor("--consul-agent", "localhost:8500", "--consul-token", "secret")) {
      assertThat(emperor.exitStatus()).isEqualTo(2);
      assertThat(emperor.lines())
          .anySatisfy(line -> assertThat(line).contains("--consul-agent: means nothing with --dev"))
          .anySatisfy(line -> assertThat(line).contains("--consul-token: means nothing with --dev"))
          .noneMatch(line -> line.contains("secret"));
    }
  }

  @Test
  void itMayBeSaidInTheEnvironmentToo() {
    try (EmperorProcess emperor =
        EmperorProcess.start(data, Map.of("EMPEROR_DEV", "yes"), "--vassals", vassals.toString())) {
      assertThat(emperor.exitStatus()).isEqualTo(2);
      assertThat(emperor.lines())
          .anySatisfy(
              line -> assertThat(line).contains("EMPEROR_DEV: yes is neither true nor false"));
    }
    try (EmperorProcess emperor =
        EmperorProcess.start(
            data, Map.of("EMPEROR_DEV", "true"), "--vassals", vassals.toString())) {
      String unused = emperor.devAgent();
    }
  }
}
