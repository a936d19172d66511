package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Web;
import io.emperor.test.apps.Worker;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the directories that vassals are dropped into. */
@Tag("agent")
class VassalsDirectoryTest {

  private static ConsulAgentProcess agent;
  private static ConsulView consul;

  @TempDir Path data;
  @TempDir Path root;

  @BeforeAll
  static void start() {
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @Test
  void aDirectoryThatGoesAwayLeavesItsVassalsRunning() throws Exception {
    Path vassals = Files.createDirectory(root.resolve("vassals"));
    AppJar.providing(Web.class).dropInto(vassals, "stays");
    try (EmperorProcess emperor = emperor(vassals.toString())) {
      int port = consul.passing("stays").get("Service").get("Port").asInt();

      Files.move(vassals, root.resolve("away"));
      emperor.line("WARN", vassals.toString());
      assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
      Files.move(root.resolve("away"), vassals);
      emperor.line("INFO", vassals.toString(), "can be read again");

      AppJar.providing(Worker.class).dropInto(vassals, "later");
      consul.passing("later");
      assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
    }
  }

  @Test
  void aDirectoryThatCanNoLongerBeReadLeavesItsVassalsRunning() throws Exception {
    Path vassals = Files.createDirectory(root.resolve("vassals"));
    AppJar.providing(Web.class).dropInto(vassals, "unread");
    try (EmperorProcess emperor = emperor(vassals.toString())) {
      int port = consul.passing("unread").get("Service").get("Port").asInt();

      // Root may read everything, so the directory is replaced by something that is none.
      Files.move(vassals, root.resolve("away"));
      Files.writeString(vassals, "in the way");

      emperor.line("WARN", vassals.toString());
      assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
    }
  }

  @Test
  void aJarThatIsStillBeingCopiedIsNotLoadedBeforeItIsWhole() throws Exception {
    Path vassals = Files.createDirectory(root.resolve("vassals"));
    byte[] jar = AppJar.providing(Web.class).bytes();
    try (EmperorProcess emperor = emperor(vassals.toString())) {
      emperor.line("watches");
      try (OutputStream copying = Files.newOutputStream(vassals.resolve("copied.jar"))) {
        copying.write(jar, 0, jar.length / 2);
        copying.flush();
        AppJar.providing(Worker.class).dropInto(vassals, "quick");
        consul.passing("quick");
        copying.write(jar, jar.length / 2, jar.length - jar.length / 2);
      }

      consul.passing("copied");
      assertThat(emperor.lines()).noneSatisfy(line -> assertThat(line).contains("copied: cursed"));
    }
  }

  @Test
  void aVassalWhoseCaseChangesIsBackAtOnce() throws Exception {
    Path vassals = Files.createDirectory(root.resolve("vassals"));
    AppJar.providing(Web.class).dropInto(vassals, "Cased");
    try (EmperorProcess emperor = emperor(vassals.toString())) {
      emperor.line("watches");
      consul.passing("Cased");

      Files.move(vassals.resolve("Cased.jar"), vassals.resolve("cased.jar"));

      JsonNode found =
          consul.await(
              "/v1/health/service/cased?passing",
              all -> all.size() == 1 && all.get(0).toString().contains("\"vassal\":\"cased\""));
      int port = found.get(0).get("Service").get("Port").asInt();
      assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");
    }
  }

  @Test
  void aGlobNamesDirectoriesAndOneOfThemMayComeLater() throws Exception {
    try (EmperorProcess emperor = emperor(root.resolve("*/apps").toString())) {
      emperor.line("watches");

      Path apps = Files.createDirectories(root.resolve("team/apps"));
      AppJar.providing(Worker.class).dropInto(apps, "globbed");

      consul.passing("globbed");
    }
  }

  @Test
  void aConfigurationMayNameAnAppElsewhereWhoseChangeCounts() throws Exception {
    Path vassals = Files.createDirectory(root.resolve("vassals"));
    AppJar.providing(Web.class).dropInto(root, "elsewhere");
    AppJar.drop("app: ../elsewhere.jar", vassals.resolve("named.yaml"));
    try (EmperorProcess emperor = emperor(vassals.toString())) {
      consul.passing("named");

      AppJar.providing(Worker.class).dropInto(root, "elsewhere");

      emperor.line(" named: running generation 2");
    }
  }

  private EmperorProcess emperor(String vassals) {
    return Scene.emperor(data, agent.httpAddress(), vassals, "--scan-interval", "500ms");
  }
}
