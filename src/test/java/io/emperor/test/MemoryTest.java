package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Filling;
import io.emperor.test.apps.Web;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an emperor with little memory when an app uses it up. */
@Tag("jdk")
class MemoryTest {

  @TempDir Path data;
  @TempDir Path vassals;

  private ConsulAgentProcess agent;
  private EmperorProcess emperor;
  private int filling;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    AppJar.providing(Web.class).dropInto(vassals, "neighbour");
    AppJar.providing(Filling.class).dropInto(vassals, "filling");
    emperor =
        EmperorProcess.start(
            data,
            Map.of("EMPEROR_JAVA_OPTS", "-Xmx96m"),
            "--consul-agent",
            agent.httpAddress(),
            "--vassals",
            vassals.toString());
    ConsulView consul = new ConsulView(agent.httpAddress());
    filling = consul.passing("filling").get("Service").get("Port").asInt();
    assertThat(consul.passing("neighbour")).isNotNull();
  }

  @AfterEach
  void stop() {
    emperor.close();
    agent.close();
  }

  @Test
  void anAppThatNeverLetsGoOfTheMemoryEndsTheEmperorWithAStatusOfItsOwn() {
    try {
      Http.post(filling, "/fill");
    } catch (UncheckedIOException e) {
      // There may be no memory left to answer with.
    }

    assertThat(emperor.exitStatus()).isEqualTo(3);
    assertThat(emperor.lines()).anyMatch(line -> line.contains("emperor: out of memory: "));
  }

  @Test
  void anAppThatAsksForTooMuchAndLetsGoOfItHarmsNobody() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(Http.post(filling, "/burst").body()).isEqualTo("OutOfMemoryError");
    }

    Files.delete(vassals.resolve("neighbour.jar"));
    String unused = emperor.lineEnding("neighbour: gone");
    emperor.signal("TERM");
    assertThat(emperor.exitStatus()).isZero();
  }
}
