package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.serf.SerfAgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with a serf agent and an emperor each, over one Consul. */
class MembershipTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of what a datagram has lost agents tell each other twice a minute. */
  private static final Duration GOSSIP = Duration.ofSeconds(90);

  private static final List<String> NODES = List.of("north", "east", "west");

  @TempDir Path directory;

  private final Map<String, SerfAgentProcess> agents = new LinkedHashMap<>();
  private final Map<String, EmperorProcess> emperors = new LinkedHashMap<>();
  private ConsulAgentProcess consul;

  @BeforeEach
  void start() {
    consul = ConsulAgentProcess.start();
    for (String node : NODES) {
      join(node, Map.of("role", "web:" + node, "products", "shop", "shop.service_type", "web"));
    }
  }

  private void join(String node, Map<String, String> tags) {
    Map<String, String> all = new LinkedHashMap<>(tags);
    all.put("shop.web.service_port", "8080");
    agents.put(
        node,
        SerfAgentProcess.start(
            directory, node, all, agents.values().toArray(SerfAgentProcess[]::new)));
  }

  @AfterEach
  void stop() {
    emperors.values().forEach(EmperorProcess::close);
    agents.values().forEach(SerfAgentProcess::close);
    consul.close();
  }

  private EmperorProcess emperor(String node, String membership) throws IOException {
    Path home = Files.createDirectories(directory.resolve(node));
    Files.createDirectories(home.resolve("conf"));
    Files.createDirectories(home.resolve("vassals"));
    Path file = Files.writeString(home.resolve("membership.yaml"), membership);
    EmperorProcess emperor =
        EmperorProcess.start(
            home.resolve("data"),
            "--consul-agent",
            consul.httpAddress(),
            "--vassals",
            home.resolve("vassals").toString(),
            "--name",
            node,
            "--membership",
            file.toString());
    emperors.put(node, emperor);
    return emperor;
  }

  private SerfAgentProcess agent(String node) {
    return Objects.requireNonNull(agents.get(node));
  }

  private String serf(String node) {
    return "sources: [{serf: '" + agent(node).address() + "'}]\n";
  }

  private Path conf(String node) {
    return directory.resolve(node).resolve("conf");
  }

  /** The names of the instances in a node's {@code services.json}; none before it is there. */
  private List<String> instances(String node, String service) {
    try {
      List<String> names = new ArrayList<>();
      JsonNode all = JSON.readTree(conf(node).resolve("services.json").toFile());
      all.path("shop").path(service).forEach(each -> names.add(each.path("name").asText()));
      return names;
    } catch (IOException e) {
      return List.of();
    }
  }

  private void sees(String node, String... names) {
    Await.until(
        node + " sees " + List.of(names), () -> instances(node, "web").equals(List.of(names)));
  }

  @Test
  void filesFollowMembersThatJoinFailAndAreTaggedAnew() throws Exception {
    EmperorProcess north =
        emperor("north", serf("north") + "files: {directory: conf/, subscribe: [shop]}\n");
    north.line("files that follow the cluster are in place");
    sees("north", "east", "north", "west");

    join("south", Map.of("role", "web", "products", "shop", "shop.service_type", "web"));
    sees("north", "east", "north", "south", "west");
    assertThat(conf("north").resolve("fakehosts.txt")).isSymbolicLink();
    assertThat(Files.readString(conf("north").resolve("fakehosts.txt")))
        .contains(agent("south").host() + "\tsvc-shop-web-");

    agent("south").kill();
    sees("north", "east", "north", "west");

    String unused = agent("west").run("", "tags", "-delete", "products");
    sees("north", "east", "north");

    Terminal terminal = Terminal.beside(directory.resolve("north/data"), north);
    assertThat(terminal.run("membership").text())
        .contains("serf " + agent("north").address())
        .containsPattern("shop +web +2");

    agent("north").kill();
    north.line("has ended the connection");
    assertThat(instances("north", "web")).containsExactly("east", "north");
    agent("north").restart();
    north.line("can be read again");
  }

  @Test
  void keysOfConsulReachAllNodesByOneEmperorsEvents() throws Exception {
    for (String node : NODES) {
      EmperorProcess unused =
          emperor(
              node,
              serf(node)
                  + "files: {directory: conf/, formats: [json], subscribe: [shop]}\n"
                  + "distribute: {consul: config/, via: serf}\n");
    }
    for (String node : NODES) {
      sees(node, "east", "north", "west");
    }

    for (int key = 0; key < 50; key++) {
      String unused = consul.put("/v1/kv/config/shop/key-" + key, "{\"value\":" + key + "}");
    }

    for (String node : NODES) {
      Await.within(
          GOSSIP,
          "all keys are at " + node,
          () ->
              IntStream.range(0, 50)
                  .allMatch(
                      key ->
                          Files.exists(
                              conf(node).resolve("shop").resolve("key-" + key + ".json"))));
      assertThat(
              JSON.readTree(conf(node).resolve("shop/key-49.json").toFile()).path("value").asInt())
          .isEqualTo(49);
    }
    long leaders =
        emperors.values().stream()
            .filter(
                emperor ->
                    emperor.lines().stream()
                        .anyMatch(line -> line.contains("leads emperor/distribute")))
            .count();
    assertThat(leaders).isEqualTo(1);
  }

  @Test
  @Tag("jdk")
  void handlersOfRolesRunForEventsAndAnswerQueries() throws Exception {
    Path handlers = Files.createDirectories(directory.resolve("north/handlers/web"));
    handler(handlers.resolve("deploy"), "cat > " + directory.resolve("deployed"));
    handler(handlers.resolve("uptime"), "echo up $SERF_SELF_NAME");
    EmperorProcess north =
        emperor(
            "north",
            serf("north")
                + "files: {directory: conf/, formats: [json], subscribe: [shop]}\n"
                + "handlers: {directory: handlers/}\n");
    sees("north", "east", "north", "west");

    String unused = agent("east").run("", "event", "deploy", "version 7");
    Await.until("the handler has run", () -> Files.exists(directory.resolve("deployed")));
    Await.until(
        "it was given the payload",
        () -> read(directory.resolve("deployed")).equals("version 7\n"));
    assertThat(agent("east").run("", "query", "-timeout=2s", "uptime")).contains("up north");

    try (EmperorProcess publish =
        EmperorProcess.start(
            directory.resolve("cli"),
            Map.of("SERF_RPC_ADDR", agent("east").address().toString()),
            "publish",
            "shop",
            "colour",
            "3",
            "{\"main\": \"blue\"}",
            "--via",
            "serf",
            "--query")) {
      assertThat(publish.exitStatus()).isZero();
      assertThat(publish.lines()).contains("north: ok").noneMatch(line -> line.contains("WARNING"));
    }
    assertThat(read(conf("north").resolve("shop/colour.json")))
        .isEqualTo("{\n    \"_version\": 3,\n    \"main\": \"blue\"\n}\n");
    assertThat(north.lines()).noneMatch(line -> line.contains("ERROR"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static void handler(Path file, String line) throws IOException {
    Path part = Files.writeString(file.resolveSibling(".part"), "#!/bin/sh\n" + line + "\n");
    Path unused = Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path unusedToo = Files.move(part, file);
  }

  @Test
  void withoutSerfFilesFollowConsulsServicesAndItsEvents() throws Exception {
    Path handlers = Files.createDirectories(directory.resolve("north/handlers/default"));
    handler(handlers.resolve("deploy"), "cat > " + directory.resolve("deployed"));
    EmperorProcess north =
        emperor(
            "north",
            """
            files: {directory: conf/, formats: [json], subscribe: [shop]}
            handlers: {directory: handlers/}
            """);
    north.line("files that follow the cluster are in place");
    String unused =
        consul.put(
            "/v1/agent/service/register",
            "{\"ID\":\"api-1\",\"Name\":\"api\",\"Address\":\"10.0.0.7\",\"Port\":80,"
                + "\"Tags\":[\"product=shop\"]}");
    Await.until("it is there", () -> instances("north", "api").equals(List.of("api-1")));
    unused =
        consul.put(
            "/v1/agent/service/register",
            "{\"ID\":\"db-1\",\"Name\":\"db\",\"Address\":\"10.0.0.8\",\"Port\":81,"
                + "\"Meta\":{\"product\":\"shop\"}}");
    Await.until("so is that", () -> instances("north", "db").equals(List.of("db-1")));
    unused = consul.put("/v1/agent/service/deregister/api-1", "");
    Await.until("it is gone", () -> instances("north", "api").isEmpty());

    unused =
        consul.put(
            "/v1/event/fire/config_updated",
            "{\"p\":\"shop\",\"k\":\"colour\",\"v\":3,\"c\":{\"main\":\"blue\"}}");
    Await.until(
        "it is kept", () -> read(conf("north").resolve("shop/colour.json")).contains("blue"));
    unused = consul.put("/v1/event/fire/deploy", "version 8");
    Await.until(
        "the handler has run", () -> read(directory.resolve("deployed")).equals("version 8\n"));
  }

  @Test
  void aVassalHasItsFilesBeforeItStarts() throws Exception {
    EmperorProcess north = emperor("north", "{}");
    Path conf = Files.createDirectories(directory.resolve("north/own"));
    Path unused =
        AppJar.drop(
            "command: [sh, -c, 'cp "
                + conf.resolve("services.json")
                + " seen && exec sleep 600']\n"
                + "check-tcp: none\n"
                + serf("north").replace("\n", "\non-change: none\n")
                + "files: {directory: "
                + conf
                + ", formats: [json], subscribe: [shop]}\n",
            directory.resolve("north/vassals/app.yaml"));
    north.line("app: running");
    Await.until("it is written", () -> read(conf.resolve("services.json")).contains("east"));
    assertThat(Terminal.beside(directory.resolve("north/data"), north).run("inputs", "app").text())
        .containsPattern("shop +web +3");
  }
}
