package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Blocking;
import io.emperor.test.apps.Exiting;
import io.emperor.test.apps.NeverStopping;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an emperor ends. */
@Tag("jdk")
class StoppingTest {

  private static ConsulAgentProcess agent;
  private static ConsulView consul;

  @TempDir Path data;
  @TempDir Path vassals;

  @BeforeAll
  static void start() {
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalDeregistersAndStopsEverything(String signal) {
    AppJar.providing(Web.class).dropInto(vassals, "one");
    AppJar.providing(Web.class).dropInto(vassals, "two");
    try (EmperorProcess emperor = emperor()) {
      consul.passing("one");
      consul.passing("two");

      emperor.signal(signal);

      assertThat(emperor.exitStatus()).isZero();
      assertThat(consul.get("/v1/agent/services")).isEmpty();
      assertThat(emperor.lines()).last().asString().endsWith("stopped");
      assertThat(data.resolve("tester/copies")).isDirectoryNotContaining("glob:run-*");
    }
  }

  @Test
  void whoIsToBeToldOfADeregistrationIsToldBeforeTheEnd() throws Exception {
    Path told = data.resolve("told");
    AppJar.drop(
        "on-registered: 'cat >> %s'\non-deregistered: 'sleep 0.3; cat >> %s'\n"
            .formatted(told, told),
        vassals.resolve("shop.yaml"));
    AppJar.providing(Web.class).dropInto(vassals, "shop");
    try (EmperorProcess emperor = emperor()) {
      consul.passing("shop");
      Await.until("its registration is told", () -> Files.exists(told));

      emperor.signal("TERM");

      assertThat(emperor.exitStatus()).isZero();
      assertThat(Files.readAllLines(told))
          .hasSize(2)
          .allMatch(line -> line.contains("\"service_id\":\"shop-tester\""));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTerminalThatIsClosedTakesItsEmperorAlong() throws Exception {
    AppJar.providing(Web.class).dropInto(vassals, "foreground");
    try (EmperorProcess emperor =
        EmperorProcess.inTerminal(
            data, "--consul-agent", agent.httpAddress(), "--vassals", vassals.toString())) {
      consul.passing("foreground");

      emperor.kill();

      consul.gone("foreground");
    }
  }

  @Test
  void anAppThatEndsTheJvmLeavesNothingRegistered() {
    AppJar.providing(Exiting.class).dropInto(vassals, "exiting");
    AppJar.providing(Web.class).dropInto(vassals, "bystander");
    try (EmperorProcess emperor = emperor()) {
      consul.passing("bystander");
      int port = consul.passing("exiting").get("Service").get("Port").asInt();

      Http.post(port, "/exit");

      assertThat(emperor.exitStatus()).isEqualTo(7);
      emperor.line("ERROR", "System.exit was called");
      assertThat(consul.get("/v1/agent/services")).isEmpty();
    }
  }

  @Test
  void aSecondInterruptStopsAtOnce() {
    AppJar.drop("stop-timeout: 1h", vassals.resolve("stuck.yaml"));
    AppJar.providing(NeverStopping.class).dropInto(vassals, "stuck");
    try (EmperorProcess emperor = emperor()) {
      consul.passing("stuck");

      emperor.interrupt();
      emperor.line("stuck: going");
      consul.gone("stuck");
      emperor.interrupt();

      assertThat(emperor.exitStatus()).isEqualTo(130);
    }
  }

  @Test
  void anEmperorCanBeStoppedWhileAVassalStarts() {
    AppJar.providing(Blocking.class).dropInto(vassals, "blocking");
    try (EmperorProcess emperor = emperor()) {
      emperor.line("blocking: loading generation 1");

      emperor.interrupt();

      assertThat(emperor.exitStatus()).isZero();
    }
  }

  @Test
  void aStopThatConsulDoesNotHearOfIsNotClean() {
    AppJar.providing(Web.class).dropInto(vassals, "unheard");
    try (ConsulAgentProcess dying = ConsulAgentProcess.start();
        EmperorProcess emperor = Scene.emperor(data, dying.httpAddress(), vassals.toString())) {
      new ConsulView(dying.httpAddress()).passing("unheard");
      dying.kill();

      emperor.interrupt();

      assertThat(emperor.exitStatus()).isEqualTo(1);
      emperor.line("unheard: could not be deregistered");
    }
  }

  private EmperorProcess emperor() {
    return Scene.emperor(data, agent.httpAddress(), vassals.toString());
  }
}
