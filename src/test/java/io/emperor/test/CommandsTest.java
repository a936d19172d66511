package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.test.apps.Chatty;
import io.emperor.test.apps.Throwing;
import io.emperor.test.apps.Web;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does in a second terminal. */
@Tag("agent")
class CommandsTest {

  private static final AppJar WEB = AppJar.providing(Web.class);

  @TempDir Path data;
  @TempDir Path vassals;

  private Scene scene;
  private Terminal terminal;

  @BeforeEach
  void start() {
    scene = Scene.start(data, vassals, "--throttle", "1h", "--max-throttle", "1h");
    terminal = Terminal.beside(data, scene.emperor());
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void listShowsEveryVassalAndWhyItIsWhereItIs() throws Exception {
    WEB.dropInto(vassals, "hello");
    AppJar.drop("just text", vassals.resolve("junk.jar"));
    int port = scene.consul().passing("hello").at("/Service/Port").asInt();
    scene.emperor().line("junk: cursed");

    Terminal.Outcome list = terminal.run("list");

    assertThat(list.status()).isZero();
    assertThat(list.lines().get(0)).isEqualTo("emperor tester");
    assertThat(list.lines().get(1)).startsWith("NAME").endsWith("REASON");
    assertThat(
            list.lines().stream()
                .filter(line -> line.startsWith("junk") || line.startsWith("hello")))
        .as("what needs somebody comes first")
        .first()
        .asString()
        .startsWith("junk");
    assertThat(list.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("hello  running  passing")
                    .contains("hello-tester", Integer.toString(port)))
        .anySatisfy(line -> assertThat(line).startsWith("junk   cursed").contains("copy it again"));
    assertThat(new ObjectMapper().readTree(terminal.run("list", "--json").text()))
        .extracting(vassal -> vassal.path("state").asText())
        .containsExactly("running", "cursed");
    assertThat(terminal.run("list", "--state", "cursed,waiting").text())
        .contains("junk")
        .doesNotContain("hello");
    assertThat(new ObjectMapper().readTree(terminal.run("list", "--json", "--state=cursed").text()))
        .extracting(vassal -> vassal.path("name").asText())
        .containsExactly("junk");
  }

  @Test
  void listGoesOnWhileOneWatches() {
    try (EmperorProcess watching = terminal.begun("list", "--watch")) {
      WEB.dropInto(vassals, "hello");

      assertThat(watching.line("hello  running  passing")).isNotEmpty();
    }
  }

  @Test
  void statusTellsWhatBecameOfAVassalAndWhereItsValuesCameFrom() {
    AppJar.drop(
        "settings:\n  token: geheim\nconsul-service-tags: [blue]\n", vassals.resolve("hello.yaml"));
    WEB.dropInto(vassals, "hello");
    var unused = scene.consul().passing("hello");

    Terminal.Outcome status = terminal.run("status", "hello");

    assertThat(status.status()).isZero();
    assertThat(status.text())
        .contains("hello is running for ", "hello-tester on port ", ", registered")
        .containsPattern("emperor +tester\n")
        .containsPattern("consul-service-tags +blue +\\S+hello.yaml:3")
        .containsPattern("settings.token +\\*+ ")
        .contains("loading generation 1", "running generation 1 on port ")
        .doesNotContain("geheim");
  }

  @Test
  void reloadWaitsForTheNextGeneration() {
    WEB.dropInto(vassals, "hello");
    int port = scene.consul().passing("hello").at("/Service/Port").asInt();

    Terminal.Outcome reload = terminal.run("reload", "hello");

    assertThat(reload.text()).isEqualTo("hello: generation 2 is running on port " + port);
    assertThat(reload.status()).isZero();
    assertThat(Http.get(port, "/").body()).isEqualTo("generation 2");
  }

  @Test
  void aReloadThatFailsSaysWhyAndLeavesWhatServes() {
    WEB.dropInto(vassals, "hello");
    int port = scene.consul().passing("hello").at("/Service/Port").asInt();
    AppJar.providing(Throwing.class).dropInto(vassals, "hello");
    scene.emperor().line("generation 2 failed");

    Terminal.Outcome reload = terminal.run("reload", "hello");

    assertThat(reload.status()).isEqualTo(1);
    assertThat(reload.text())
        .contains(
            "hello: generation 1 is running on port " + port,
            "generation 3 failed, generation 1 goes on serving",
            "the database is not there");
  }

  @Test
  void stopTakesAVassalOutAndStartBringsItBack() {
    WEB.dropInto(vassals, "hello");
    var unused = scene.consul().passing("hello");

    Terminal.Outcome stop = terminal.run("stop", "hello");
    assertThat(stop.text()).startsWith("hello: stopped: stopped by an operator");
    assertThat(stop.status()).isZero();
    scene.consul().gone("hello");
    Terminal.Outcome again = terminal.run("stop", "hello");
    assertThat(again.text()).startsWith("hello: stopped: stopped by an operator");
    assertThat(again.status()).isZero();

    Terminal.Outcome start = terminal.run("start", "hello");
    assertThat(start.status()).isZero();
    unused = scene.consul().passing("hello");
  }

  @Test
  void maintenanceIsConsulsOwnAndOutlivesAReload() {
    WEB.dropInto(vassals, "hello");
    var unused = scene.consul().passing("hello");

    assertThat(terminal.run("maintenance", "hello", "on", "--reason", "new disk").text())
        .isEqualTo("hello is in maintenance");
    unused =
        scene
            .consul()
            .await(
                "/v1/health/checks/hello",
                checks -> checks.toString().contains("_service_maintenance:hello-tester"));
    assertThat(terminal.run("reload", "hello").status()).isZero();
    assertThat(scene.consul().get("/v1/health/checks/hello").toString()).contains("new disk");
    assertThat(terminal.run("list").text()).contains("in maintenance");

    assertThat(terminal.run("maintenance", "hello", "off").text())
        .isEqualTo("hello is out of maintenance");
    unused = scene.consul().passing("hello");
  }

  @Test
  void logsShowsTheLastLinesAndFollowsThem() {
    AppJar.providing(Chatty.class).dropInto(vassals, "chatty");
    var unused = scene.consul().await("/v1/agent/services", services -> !services.isEmpty());

    assertThat(terminal.run("logs", "chatty").text())
        .contains("chatty: loading generation 1", "chatty: running generation 1");
    try (EmperorProcess follower = terminal.begun("logs", "chatty", "-f", "-n", "1")) {
      assertThat(follower.line("running generation 1")).isNotEmpty();
      assertThat(terminal.run("reload", "chatty").status()).isZero();
      assertThat(follower.line("running generation 2")).isNotEmpty();
    }
  }

  @Test
  void logsSinceATimeLeavesOutWhatIsOlder() {
    AppJar.providing(Chatty.class).dropInto(vassals, "chatty");
    var unused = scene.consul().await("/v1/agent/services", services -> !services.isEmpty());

    assertThat(terminal.run("logs", "chatty", "--since", "1h").text())
        .contains("chatty: running generation 1");
    assertThat(terminal.run("logs", "chatty", "--since", "2999-01-01 00:00").text()).isEmpty();
    assertThat(terminal.run("logs", "chatty", "--since", "once").status()).isEqualTo(2);
  }

  @Test
  void agentsTellsWhichOneIsUsed() throws Exception {
    WEB.dropInto(vassals, "hello");
    var unused = scene.consul().passing("hello");

    Terminal.Outcome agents = terminal.run("agents");

    assertThat(agents.status()).isZero();
    assertThat(agents.lines()).hasSize(3).first().isEqualTo("emperor tester");
    assertThat(agents.lines().get(1)).startsWith("AGENT").endsWith("TROUBLE");
    assertThat(agents.lines().get(2))
        .startsWith("http://")
        .containsPattern(" reachable +yes +\\d+s ago +1$");
    assertThat(new ObjectMapper().readTree(terminal.run("agents", "--json").text()))
        .singleElement()
        .extracting(agent -> agent.path("inUse").asBoolean())
        .isEqualTo(true);
  }

  @Test
  void logLevelChangesWhatIsLoggedWhileTheEmperorRuns() {
    Terminal.Outcome levels = terminal.run("log-level", "io.emperor.vassal=debug", "warn");

    assertThat(levels.status()).isZero();
    assertThat(levels.lines().get(1)).matches("root +warn");
    assertThat(levels.text()).containsPattern("io\\.emperor\\.vassal +debug");
    assertThat(terminal.run("log-level").lines()).isEqualTo(levels.lines());
    scene.emperor().line("an operator sets the level of root to warn");
  }

  @Test
  void optionsForTheEmperorsJvmAreNoneForACommand() {
    Map<String, String> environment =
        Map.of("EMPEROR_ADMIN", terminal.admin(), "EMPEROR_JAVA_OPTS", "-XX:+NoSuchOption");
    try (EmperorProcess list = EmperorProcess.start(data, environment, "list");
        EmperorProcess version = EmperorProcess.start(data, environment, "--version");
        EmperorProcess run = EmperorProcess.start(data, environment, "--vassals", "dir")) {
      assertThat(list.exitStatus()).isZero();
      assertThat(version.exitStatus()).isZero();
      assertThat(run.exitStatus()).isEqualTo(1);
      assertThat(run.line("NoSuchOption")).isNotEmpty();
    }
  }

  @Test
  void anAgentThatIsGoneCanBeReadOffListAndStatus() {
    Path unusedConfig = AppJar.drop("consul-check-ttl: 3s\n", vassals.resolve("hello.yaml"));
    WEB.dropInto(vassals, "hello");
    var unused = scene.consul().passing("hello");

    scene.agent().close();

    Await.within(
        Duration.ofSeconds(20),
        "list says so",
        () -> terminal.run("list").text().contains("gone for "));
    assertThat(terminal.run("status", "hello").text()).contains("hello is running", "consul ");
  }

  @Test
  void whatIsNotThereIsSaidInOneLine() {
    assertThat(terminal.run("help", "stop", "nobody").text()).contains("Usage: emperor stop");
    assertThat(terminal.run("status", "nobody"))
        .isEqualTo(
            new Terminal.Outcome(
                1, java.util.List.of("emperor tester: there is no vassal nobody")));
    Terminal.Outcome elsewhere = terminal.run("list", "--admin", "127.0.0.1:1");
    assertThat(elsewhere.status()).isEqualTo(1);
    assertThat(elsewhere.text())
        .isEqualTo(
            "emperor: no emperor answers at http://127.0.0.1:1: is it running? --admin names another place");
    assertThat(terminal.run("reload").status()).isEqualTo(2);
    assertThat(terminal.run("list", "--admin", "nowhere").status()).isEqualTo(2);
    assertThat(terminal.run("list", "--jason").status()).isEqualTo(2);
  }

  @Test
  void checkConfigTellsEveryProblemOfEveryFile() {
    Path good = AppJar.drop("drain: 1s\n", data.resolve("good.yaml"));
    Path bad = AppJar.drop("drian: 1s\nconsul-service-port: 99999\n", data.resolve("bad.yaml"));

    Terminal.Outcome both = terminal.run("check-config", good.toString(), bad.toString());
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.text())
        .contains("good.yaml is valid:", "bad.yaml:1: drian", "did you mean drain?", "bad.yaml:2:")
        .containsPattern("drain +1s +\\S+good.yaml:1");
    assertThat(terminal.run("check-config", good.toString()).status()).isZero();
    assertThat(terminal.run("check-config", "absent.yaml").text())
        .contains("emperor: absent.yaml: is no file and no directory");
  }

  @Test
  void anEmperorWhosePlaceIsTakenSaysSoAndDoesNotBegin(@TempDir Path other) {
    try (EmperorProcess second =
        EmperorProcess.start(
            other,
            "--vassals",
            vassals.toString(),
            "--name",
            "second",
            "--admin",
            terminal.admin())) {
      assertThat(second.exitStatus()).isEqualTo(2);
      assertThat(String.join("\n", second.lines()))
          .contains("--admin: port", "can't be opened", "the emperor tester is there already");
    }
  }
}
