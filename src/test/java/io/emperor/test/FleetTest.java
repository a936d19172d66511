package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two emperors of one fleet, and the examples that use it, in the emperor's JVM and in their own.
 */
@Tag("jdk")
class FleetTest {

  private static final Path EXAMPLES = EmperorProcess.HOME.resolve("examples/vassals");
  private static final Duration TAKEN_OVER = Duration.ofSeconds(15);
  private static final String APART = "isolation: process\nconsul-check-ttl: 3s\n";

  @TempDir Path directory;

  private ConsulAgentProcess agent;
  private ConsulView consul;
  private EmperorProcess east;
  private EmperorProcess west;

  @BeforeEach
  void start() throws IOException {
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
    east = emperor("east");
    west = emperor("west");
  }

  private EmperorProcess emperor(String name) throws IOException {
    Path vassals = Files.createDirectories(directory.resolve(name));
    return EmperorProcess.start(
        directory.resolve(name + "-data"),
        Map.of("EMPEROR_LABEL", "zone=" + name.charAt(0)),
        "--consul-agent",
        agent.httpAddress(),
        "--vassals",
        vassals.toString(),
        "--name",
        name);
  }

  @AfterEach
  void stop() {
    east.close();
    west.close();
    agent.close();
  }

  private void drop(String example, String emperor, String yaml) throws IOException {
    Path vassals = directory.resolve(emperor);
    if (!yaml.isEmpty()) {
      Path unused = AppJar.drop(yaml, vassals.resolve(example + ".yaml"));
    }
    Path part = Files.copy(EXAMPLES.resolve(example + ".jar"), vassals.resolve(".part"));
    Path unused = Files.move(part, vassals.resolve(example + ".jar"));
  }

  private int port(String example, String emperor) {
    String id = example + "-" + emperor;
    return consul
        .await(
            "/v1/health/service/" + example + "?passing",
            found -> found.findValuesAsText("ID").contains(id))
        .findParents("Port")
        .stream()
        .filter(service -> service.path("ID").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .path("Port")
        .asInt();
  }

  private static String ask(int port) {
    return Http.get(port, "/").body().strip();
  }

  private static long count(String answer) {
    return Long.parseLong(answer.substring(0, answer.indexOf(',')));
  }

  private static String counted(int port, String by) {
    Await.within(TAKEN_OVER, "counted by " + by, () -> ask(port).endsWith("counted by " + by));
    return ask(port);
  }

  @Test
  void anotherGoesOnWhereTheOneThatWasKilledHasStopped() throws Exception {
    drop("counter", "east", "");
    int first = port("counter", "east");
    long before = count(counted(first, "counter-east"));
    drop("counter", "west", "");
    int second = port("counter", "west");
    assertThat(ask(second)).endsWith("counted by counter-east");

    east.kill();

    long after = count(counted(second, "counter-west"));
    assertThat(after).isGreaterThan(before);
    Await.until("it counts", () -> count(ask(second)) > after);
    west.line("The emperor east has not renewed its lease");
  }

  @Test
  void anUnloadedAppHasNoNameAnyMore() throws Exception {
    drop("counter", "east", "");
    String unused = counted(port("counter", "east"), "counter-east");
    drop("counter", "west", "");
    int second = port("counter", "west");

    Files.delete(directory.resolve("east/counter.jar"));

    assertThat(counted(second, "counter-west")).isNotEmpty();
    east.line("counter: gone");
    assertThat(east.lines()).noneMatch(line -> line.contains(" WARN ") || line.contains("ERROR"));
  }

  @Test
  void anAppInAJvmOfItsOwnHasTheSameAndStopsByItselfWhenItsEmperorIsPaused() throws Exception {
    drop("counter", "east", APART);
    int first = port("counter", "east");
    String unused = counted(first, "counter-east");
    drop("counter", "west", APART);
    int second = port("counter", "west");

    east.signal("STOP");
    try {
      long after = count(counted(second, "counter-west"));
      Await.until("it counts", () -> count(ask(second)) > after);
    } finally {
      east.signal("CONT"); // what its app has said meanwhile is read then
    }
    assertThat(counted(first, "counter-west")).isNotEmpty();
    Await.until("the loss was told", () -> east.lines().stream().anyMatch(this::tellsTheLoss));
  }

  private boolean tellsTheLoss(String line) {
    return line.contains("leads counter no more");
  }

  @Test
  void namesAreLookedUpAndCalledWhereverTheyAre() throws Exception {
    drop("directory", "east", "settings: {greeting: from the east}\n");
    drop("directory", "west", APART + "settings: {greeting: from the west}\n");
    int first = port("directory", "east");
    int second = port("directory", "west");

    assertThat(ask(first).lines())
        .containsExactly(
            "directory/directory-east: from the east (east)",
            "directory/directory-west: from the west (west)");
    assertThat(Http.get(first, "/call/directory-west").body())
        .isEqualTo("directory-west says: from the west\n");
    assertThat(Http.get(second, "/call/directory-east").body())
        .isEqualTo("directory-east says: from the east\n");

    Terminal terminal = Terminal.beside(directory.resolve("east-data"), east);
    List<String> table = terminal.run("fleet").lines();
    assertThat(table.get(0)).isEqualTo("fleet default");
    assertThat(table).anyMatch(line -> line.matches("east +live .* 1 .*zone=e.*"));
    assertThat(table).anyMatch(line -> line.matches("west +live .* 1 .*zone=w.*"));
    assertThat(
            new ObjectMapper()
                .readTree(terminal.run("fleet", "--json").text())
                .path("emperors")
                .size())
        .isEqualTo(2);
  }

  @Test
  void aSecondEmperorOfANameSaysWhyItGetsNoLease() throws Exception {
    drop("counter", "east", "");
    String unused = counted(port("counter", "east"), "counter-east");
    Path other = Files.createDirectories(directory.resolve("other"));
    try (EmperorProcess twin =
        EmperorProcess.start(
            directory.resolve("other-data"),
            "--consul-agent",
            agent.httpAddress(),
            "--vassals",
            other.toString(),
            "--name",
            "east")) {
      twin.line("another emperor named east is alive in the fleet default");
    }
  }
}
