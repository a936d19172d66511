package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.ConsulAgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two emperors whose vassals are keys below one prefix. */
class ConfiguredInConsulTest {

  private static final Path HELLO = EmperorProcess.HOME.resolve("examples/vassals/hello.jar");
  private static final String PREFIX = "consul:fleet/vassals";

  @TempDir Path directory;

  private ConsulAgentProcess agent;
  private ConsulView consul;
  private EmperorProcess east;
  private EmperorProcess west;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
    east = emperor("east", PREFIX);
    west = emperor("west", PREFIX);
  }

  private EmperorProcess emperor(String name, String vassals) {
    return EmperorProcess.start(
        directory.resolve(name + "-data"),
        "--consul-agent",
        agent.httpAddress(),
        "--vassals",
        vassals,
        "--name",
        name);
  }

  @AfterEach
  void stop() {
    east.close();
    west.close();
    agent.close();
  }

  private void put(String name, String text) {
    assertThat(agent.put("/v1/kv/fleet/vassals/" + name, text).strip()).isEqualTo("true");
  }

  private static String hello(String more) {
    return "app: " + HELLO + "\nconsul-check-ttl: 3s\n" + more;
  }

  private void awaitInstances(int count) {
    var unused = consul.await("/v1/health/service/hello?passing", found -> found.size() == count);
  }

  private Terminal terminal(String name, EmperorProcess emperor) {
    return Terminal.beside(directory.resolve(name + "-data"), emperor);
  }

  @Test
  void oneKeyIsAVassalOnEveryEmperor() {
    put("hello.yaml", hello(""));
    awaitInstances(2);

    put("hello.yaml", hello("consul-service-tags: [second]\n"));
    var unused =
        consul.await("/v1/health/service/hello?passing&tag=second", found -> found.size() == 2);
    east.line("hello: loading generation 2 from " + PREFIX + "/hello.yaml");
    west.line("hello: loading generation 2 from " + PREFIX + "/hello.yaml");

    agent.send("DELETE", "/v1/kv/fleet/vassals/hello.yaml", "");
    consul.gone("hello");
    east.line("hello: gone");
  }

  @Test
  void whatIsWrongIsToldByTheKeysNameAndTheOthersLive() {
    put("broken.yaml", "app: [\n");
    put("notes.txt", "hello");
    put("deep/er.yaml", hello(""));
    put("hello.yaml", hello(""));
    awaitInstances(2);

    east.line("broken: cursed until its files change: " + PREFIX + "/broken.yaml:");
    east.line(PREFIX + "/notes.txt is left alone: ");
    east.line(PREFIX + "/deep/er.yaml is left alone: ");
    assertThat(terminal("east", east).run("fleet").text())
        .contains(PREFIX + "/notes.txt is left alone: ", PREFIX + "/deep/er.yaml is left alone: ");
    assertThat(terminal("east", east).run("status", "broken").text())
        .contains("cursed")
        .contains(PREFIX + "/broken.yaml:");
    assertThat(east.lines())
        .noneMatch(line -> line.contains(directory.resolve("east-data").toString()));
  }

  @Test
  void oneThatIsOnDemandRestsOnEveryEmperorUntilItIsAsked() {
    String onDemand = "on-demand: true\nidle-timeout: 1s\n";
    put("hello.yaml", hello(onDemand));
    awaitInstances(2);
    east.line("hello: resting generation 1 as");
    west.line("hello: resting generation 1 as");

    put("hello.yaml", hello(onDemand + "consul-service-tags: [second]\n"));
    JsonNode both =
        consul.await("/v1/health/service/hello?passing&tag=second", found -> found.size() == 2);
    for (JsonNode each : both) {
      assertThat(Http.get(each.path("Service").path("Port").asInt(), "/").body()).contains("Hello");
    }
    east.line("hello: running generation 3");
    west.line("hello: running generation 3");
    east.line("hello: resting generation 4 as");

    agent.send("DELETE", "/v1/kv/fleet/vassals/hello.yaml", "");
    consul.gone("hello");
    west.line("hello: gone");
  }

  @Test
  void withoutConsulAnEmperorBeginsWithWhatWasThereLast() {
    put("hello.yaml", hello(""));
    awaitInstances(2);
    agent.kill();
    east.close();

    east = emperor("east", PREFIX);
    east.line("hello: running generation 1");
    east.line(PREFIX + " can't be mirrored: ", "the vassals mirrored last stay");
    assertThat(terminal("east", east).run("list").text()).contains("hello");
  }

  @Test
  void anOperatorAppliesAndRemovesThroughOneEmperor() throws IOException {
    Path good = Files.writeString(directory.resolve("hello.yaml"), hello(""));
    Path bad = Files.writeString(directory.resolve("bad.yaml"), "comand: [sleep]\n");
    Terminal operator = terminal("west", west);

    assertThat(operator.run("fleet", "apply", good.toString(), bad.toString()).text())
        .contains("bad.yaml:1: comand: unknown key: did you mean command?")
        .doesNotContain("created");
    assertThat(operator.run("fleet", "apply", good.toString()).text()).isEqualTo("hello: created");
    awaitInstances(2);
    assertThat(operator.run("fleet", "apply", good.toString()).text())
        .isEqualTo("hello: unchanged");

    assertThat(operator.run("fleet", "remove", "hello").text()).isEqualTo("hello: removed");
    consul.gone("hello");
    assertThat(operator.run("fleet", "remove", "hello").text())
        .isEqualTo("hello: has no configuration in Consul");
  }

  @Test
  void anEmperorWithoutAPrefixSaysWhatToDo() throws IOException {
    Path vassals = Files.createDirectories(directory.resolve("vassals"));
    Path good = Files.writeString(directory.resolve("hello.yaml"), hello(""));
    try (EmperorProcess other = emperor("other", vassals.toString())) {
      assertThat(terminal("other", other).run("fleet", "apply", good.toString()).text())
          .contains("run it with --vassals consul:PREFIX");
    }
  }

  @Test
  void aPrefixThatCanBeNoneIsAWrongOption() {
    for (String word :
        List.of("consul:", "consul:/a", "consul:a//b", "consul:../a", "consul:a b")) {
      try (EmperorProcess refused = emperor("refused", word)) {
        refused.line("--vassals: " + word + ": is no prefix of keys");
      }
    }
  }
}
