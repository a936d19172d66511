package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Apart;
import io.emperor.test.apps.Foreign;
import io.emperor.test.apps.Standalone;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Languages that write digits or letters their own way, the machine's or an app's choice. */
@Tag("jdk")
class LocalesTest {

  private static ConsulAgentProcess agent;

  @BeforeAll
  static void start() {
    agent = ConsulAgentProcess.start();
    // So that whatever is read of the agent has an entry in it.
    ForeignService unused = new ForeignService(agent, "foreigner").passing();
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @ParameterizedTest
  @CsvSource({"ar, EG", "tr, TR", "th, TH"})
  void theMachinesLanguageChangesNothing(
      String language, String country, @TempDir Path data, @TempDir Path vassals) throws Exception {
    String options = "-Duser.language=" + language + " -Duser.country=" + country;
    try (EmperorProcess emperor = emperor(data, vassals, options)) {
      Path shared = AppJar.providing(Web.class).dropInto(vassals, "shared-" + language);
      Path own = dropOwnJvm(vassals, "own-" + language);
      Path program = AppJar.executing(Standalone.class).dropInto(vassals, "program-" + language);

      passes(emperor, shared, own, program);
    }
  }

  @Test
  void anAppsLanguageChangesNothing(@TempDir Path data, @TempDir Path vassals) throws Exception {
    try (EmperorProcess emperor = emperor(data, vassals, "")) {
      Path config = AppJar.drop("settings: {language: ar-EG}\n", vassals.resolve("foreign.yaml"));
      Path foreign = AppJar.providing(Foreign.class).and(Web.class).dropInto(vassals, "foreign");
      passes(emperor, foreign);
      assertThat(config).exists();

      passes(emperor, dropOwnJvm(vassals, "apart"));
    }
  }

  private static EmperorProcess emperor(Path data, Path vassals, String javaOptions) {
    return EmperorProcess.start(
        data,
        Map.of("EMPEROR_JAVA_OPTS", javaOptions),
        "--consul-agent",
        agent.httpAddress(),
        "--vassals",
        vassals.toString(),
        "--name",
        "tester");
  }

  private static Path dropOwnJvm(Path vassals, String name) {
    Path unused = AppJar.drop("isolation: process\n", vassals.resolve(name + ".yaml"));
    return AppJar.providing(Apart.class).dropInto(vassals, name);
  }

  private static void passes(EmperorProcess emperor, Path... apps) throws Exception {
    ConsulView consul = new ConsulView(agent.httpAddress());
    for (Path app : apps) {
      assertThat(Files.exists(app)).isTrue();
      String name = app.getFileName().toString().replace(".jar", "");
      int port = consul.passing(name).get("Service").get("Port").asInt();
      assertThat(emperor.line(name + ": running generation 1")).contains("" + port);
    }
    assertThat(emperor.lines())
        .noneMatch(line -> line.chars().anyMatch(c -> c > '9' && Character.isDigit(c)));
  }
}
