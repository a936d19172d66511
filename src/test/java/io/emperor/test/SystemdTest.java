package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Standalone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emperor as a service of systemd's. */
@Tag("jdk")
class SystemdTest {

  private static final Path UNIT = EmperorProcess.HOME.resolve("packaging/emperor.service");

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path run;

  @Test
  void itTellsThatItIsReadyLivesReloadsAndStops() throws Exception {
    assumeTrue(Command.exists("systemd-notify") && Command.exists("python3"));
    Path unused = AppJar.executing(Standalone.class).dropInto(vassals, "program");
    Path path = run.resolve("notify");
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "500000");
    try (NotifySocket socket = NotifySocket.bind(path);
        ConsulAgentProcess agent = ConsulAgentProcess.start();
        EmperorProcess emperor =
            EmperorProcess.start(
                data,
                environment,
                "--consul-agent=" + agent.httpAddress(),
                "--vassals=" + vassals)) {
      socket.await("READY=1");
      socket.await("STATUS=watches " + vassals);
      socket.await("WATCHDOG=1");
      socket.await("WATCHDOG=1");
      int port = port(agent);
      assertThat(Http.get(port, "/env?NOTIFY_SOCKET").body()).isEqualTo("null");
      assertThat(Http.get(port, "/env?WATCHDOG_USEC").body()).isEqualTo("null");

      emperor.signal("HUP");

      socket.await("RELOADING=1");
      socket.await("READY=1");
      emperor.line("program: running generation 2");

      emperor.signal("TERM");

      socket.await("STOPPING=1");
      assertThat(emperor.exitStatus()).isZero();
      assertThat(emperor.lines()).noneMatch(line -> line.contains("systemd"));
    }
  }

  private static int port(ConsulAgentProcess agent) {
    return new ConsulView(agent.httpAddress())
        .passing("program")
        .get("Service")
        .get("Port")
        .asInt();
  }

  @Test
  void theUnitSaysNothingThatSystemdDoesNotKnow() throws Exception {
    assumeTrue(Command.exists("systemd-analyze"));
    String installed = "/opt/emperor/bin/emperor";
    String unit = Files.readString(UNIT);
    assertThat(unit).contains("ExecStart=" + installed + " run --config ");
    Path copy =
        Files.writeString(
            run.resolve("emperor.service"),
            unit.replace(installed, EmperorProcess.HOME.resolve("bin/emperor").toString()));

    // It ends with 0 when it has only warned.
    assertThat(Command.run("systemd-analyze", "verify", copy.toString()))
        .isEqualTo(new Command(0, ""));
  }
}
