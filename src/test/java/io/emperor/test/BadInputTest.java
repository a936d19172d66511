package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.test.apps.Blocking;
import io.emperor.test.apps.Speechless;
import io.emperor.test.apps.Throwing;
import io.emperor.test.apps.ThrowingError;
import io.emperor.test.apps.Web;
import io.emperor.test.apps.Worker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that can't work: each ends in one line that names the vassal and what to do, and a
 * neighbour that has been there all the time never notices.
 */
class BadInputTest {

  private static final String PROVIDERS = "META-INF/services/io.emperor.api.Vassal";

  @TempDir static Path data;
  @TempDir static Path vassals;
  @TempDir static Path others;

  private static Scene scene;
  private static ConsulView consul;
  private static EmperorProcess emperor;
  private static int neighboursPort;

  @BeforeAll
  static void start() {
    AppJar.providing(Web.class).dropInto(vassals, "neighbour");
    scene = Scene.start(data, vassals, "--vassals", others.toString(), "--throttle", "200ms");
    consul = scene.consul();
    emperor = scene.emperor();
    neighboursPort = consul.passing("neighbour").get("Service").get("Port").asInt();
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @AfterEach
  void theNeighbourWasNotDisturbed() {
    assertThat(Http.get(neighboursPort, "/").body()).isEqualTo("generation 1");
    JsonNode neighbour = consul.passing("neighbour").get("Service");
    assertThat(neighbour.get("Port").asInt()).isEqualTo(neighboursPort);
  }

  @Test
  void aTruncatedJar() {
    byte[] whole = AppJar.providing(Web.class).bytes();
    AppJar.drop(Arrays.copyOf(whole, whole.length - 30), vassals.resolve("truncated.jar"));

    emperor.line(
        " truncated: cursed", "truncated.jar", "zip END header not found", "copy it again");
  }

  @Test
  void aJarThatIsNoZip() {
    AppJar.drop("this is just text", vassals.resolve("text.jar"));

    emperor.line(" text: cursed", "text.jar", "copy it again");
  }

  @Test
  void aJarWithoutProvider() {
    AppJar.empty().with("README", "nothing here").dropInto(vassals, "providerless");

    emperor.line(" providerless: cursed", "has no provider", PROVIDERS);
  }

  @Test
  void aProviderWhoseClassIsMissing() {
    AppJar.empty().with(PROVIDERS, "com.example.Absent").dropInto(vassals, "classless");

    emperor.line(" classless: cursed", "com.example.Absent", "does not contain that class");
  }

  @Test
  void aProviderThatIsNoVassal() {
    AppJar.empty().with(PROVIDERS, "java.lang.String").dropInto(vassals, "stranger");

    emperor.line(" stranger: cursed", "java.lang.String does not implement io.emperor.api.Vassal");
  }

  @Test
  void aStartThatThrowsIsTriedAgainLater() {
    AppJar.providing(Throwing.class).dropInto(vassals, "throwing");

    emperor.line(
        " throwing: failed to start", "the database is not there", "next attempt in 200ms");
    emperor.line(" throwing: failed to start", "next attempt in 400ms");
  }

  @Test
  void aStartThatThrowsAnError() {
    AppJar.providing(ThrowingError.class).dropInto(vassals, "error");

    emperor.line(" error: failed to start", "AssertionError: this can't be", "next attempt in");
  }

  @Test
  void aStartThatThrowsWhatCannotSayWhatItIs() throws Exception {
    Path jar = AppJar.providing(Speechless.class).dropInto(vassals, "speechless");

    emperor.line(" speechless: failed to start", "which can't say what it is", "next attempt in");
    Files.delete(jar);
    emperor.line(" speechless: gone");
  }

  @Test
  void aStartThatBlocksForEver() {
    AppJar.drop("start-timeout: 1s", vassals.resolve("blocking.yaml"));
    AppJar.providing(Blocking.class).dropInto(vassals, "blocking");

    emperor.line(
        " blocking: failed to start", "start() has not returned within 1 s", "next attempt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          typo      | consul-service-prot: 80        | consul-service-prot | did you mean consul-service-port?
          wordport  | consul-service-port: eighty    | consul-service-port | eighty
          bigport   | consul-service-port: 65536     | consul-service-port | 65536
          unitless  | drain: 5                       | drain               | 5s
          badname   | consul-service-name: my//shop  | consul-service-name | my//shop
          notalist  | settings: just text            | settings            | just text
          noyaml    | 'a: [1, 2'                     | noyaml.yaml         | 1
          """)
  void aConfigurationThatIsWrong(String vassal, String line, String names, String says) {
    AppJar.drop(line, vassals.resolve(vassal + ".yaml"));
    AppJar.providing(Worker.class).dropInto(vassals, vassal);

    emperor.line(" " + vassal + ": cursed", vassal + ".yaml", names, says);
  }

  @Test
  void allProblemsOfAConfigurationAtOnce() {
    AppJar.drop("consul-service-port: 0\ndrian: 5s\n", vassals.resolve("several.yaml"));
    AppJar.providing(Worker.class).dropInto(vassals, "several");

    emperor.line(" several: cursed", "several.yaml:1", "several.yaml:2", "did you mean drain?");
  }

  @Test
  void aConfigurationWithoutApp() {
    AppJar.drop("consul-service-tags: lonely", vassals.resolve("lonely.yaml"));

    emperor.line(" lonely: cursed", "lonely.yaml has no app", "lonely.jar");
  }

  @Test
  void aPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      AppJar.drop("consul-service-port: " + taken.getLocalPort(), vassals.resolve("squeezed.yaml"));
      AppJar.providing(Web.class).dropInto(vassals, "squeezed");

      emperor.line(
          " squeezed: failed to start", "port " + taken.getLocalPort() + " can't be opened");
    }
    assertThat(Http.get(consul.passing("squeezed").get("Service").get("Port").asInt(), "/").body())
        .startsWith("generation");
  }

  @Test
  void aFileNameThatDnsDoesNotFindIsAServiceNameAllTheSame() {
    AppJar.providing(Worker.class).dropInto(vassals, "under_score");

    assertThat(consul.passing("under_score").get("Service").get("ID").asText())
        .isEqualTo("under_score-tester");
  }

  @Test
  void aFileNameThatIsNoVassalName() {
    AppJar.providing(Worker.class).dropInto(vassals, "evil\n2026 INFO all is well");

    assertThat(emperor.line("evil", "WARN")).doesNotContain("\n");
  }

  @Test
  void twoVassalsOfOneName() {
    AppJar.providing(Worker.class).dropInto(vassals, "twin");
    consul.passing("twin");

    AppJar.providing(Worker.class).dropInto(others, "twin");

    emperor.line(
        "WARN", others.resolve("twin.jar").toString(), vassals.resolve("twin.jar").toString());
  }

  @Test
  void twoVassalsOfOneServiceId() throws Exception {
    AppJar.drop("consul-service-id: the-one", vassals.resolve("first.yaml"));
    AppJar.providing(Worker.class).dropInto(vassals, "first");
    consul.passing("first");

    AppJar.drop("consul-service-id: the-one", vassals.resolve("second.yaml"));
    AppJar.providing(Worker.class).dropInto(vassals, "second");

    emperor.line(" second: failed to start", "the-one", "vassal 'first'", "next attempt in");
    Files.delete(vassals.resolve("first.jar"));
    consul.await(
        "/v1/health/service/second?passing",
        found ->
            found.size() == 1 && found.get(0).get("Service").get("ID").asText().equals("the-one"));
  }

  @Test
  void aRepairedFileIsTriedAtOnce() throws Exception {
    AppJar.drop("this is just text", vassals.resolve("repaired.jar"));
    emperor.line(" repaired: cursed");

    AppJar.providing(Worker.class).dropInto(vassals, "repaired");

    consul.passing("repaired");
    Files.delete(vassals.resolve("repaired.jar"));
    consul.gone("repaired");
  }
}
