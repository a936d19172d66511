package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleKeysTest {

  private static final Map<String, String> PROVIDER =
      Map.of("META-INF/services/io.emperor.api.Vassal", "com.example.Shop");
  private static final Map<String, String> EXECUTABLE =
      Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMain-Class: com.example.Shop\n");

  private final VassalConfigReader reader = new VassalConfigReader("rome", Map.of());
  private final Path directory;

  IdleKeysTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jvm-options: -Xmx64m",
        "env: {A: b}",
        "working-directory: work",
        "check-http: /health",
        "check-tcp: 5432",
        "check-tcp: none",
      })
  void whatIsForAProcessIsRefusedForAnAppInTheEmperorsJvm(String line) throws IOException {
    Path file = write("drain: 1s\n" + line + "\n");
    String key = line.substring(0, line.indexOf(':'));
    String problem =
        "%s:2: %s: has no effect on an app in the emperor's own JVM: add isolation: process, or remove it"
            .formatted(file, key);

    assertThat(problems(reader, file, jar("shop.jar", PROVIDER))).containsExactly(problem);
    assertThat(problems(reader, file, jar("shop.war", Map.of()))).containsExactly(problem);
    assertThat(problems(reader, file, jar("SHOP.WAR", Map.of()))).containsExactly(problem);
    assertThat(problems(reader, write("isolation: process\n" + line), jar("shop.jar", PROVIDER)))
        .isEmpty();
  }

  @Test
  void tlsIsForAnAppInTheEmperorsJvmAlone() throws IOException {
    String tls =
        "credentials: {own: {certificate: pki/cert, key: pki/key}}\ntls: {certificate: own}\n";
    String problem = ":2: tls: has no effect on ";
    String remedy = ": give the files in CREDENTIALS_DIRECTORY to its own server, or remove it";

    assertThat(problems(reader, write(tls), jar("shop.jar", PROVIDER))).isEmpty();
    assertThat(problems(reader, write(tls + "isolation: process\n"), jar("shop.jar", PROVIDER)))
        .singleElement()
        .asString()
        .contains(problem + "an app in a JVM of its own" + remedy);
    assertThat(problems(reader, write(tls), jar("shop.jar", EXECUTABLE)))
        .singleElement()
        .asString()
        .contains(problem + "an executable jar", remedy);
    assertThat(problems(reader, write(tls + "command: sleep 60\n"), null))
        .singleElement()
        .asString()
        .contains(problem + "a command", remedy);
  }

  @Test
  void anArchiveOfClassesIsForExecutableJarsAlone() throws IOException {
    String line = "class-archive: true\n";
    String remedy = ": it is for a jar with a Main-Class and no provider: remove it";
    String problem = ": class-archive: has no effect on ";

    assertThat(problems(reader, write(line), jar("shop.jar", EXECUTABLE))).isEmpty();
    assertThat(problems(reader, write(line), jar("shop.jar", PROVIDER)))
        .singleElement()
        .asString()
        .endsWith(problem + "an app in the emperor's own JVM" + remedy);
    assertThat(problems(reader, write(line + "isolation: process\n"), jar("shop.jar", PROVIDER)))
        .singleElement()
        .asString()
        .endsWith(problem + "an app in a JVM of its own" + remedy);
    assertThat(problems(reader, write(line + "command: sleep 60\n"), null))
        .singleElement()
        .asString()
        .contains(problem + "a command", remedy);
    assertThat(problems(reader, write(line + "consul-service-port: 80\ncheck-tcp: 80\n"), null))
        .singleElement()
        .asString()
        .endsWith(problem + "an app that others run" + remedy);
  }

  @Test
  void whatHooksFindAroundThemHasAnEffectOnEveryApp() throws IOException {
    Path file = write("env: {A: b}\nworking-directory: work\nafter-stop: clean-up\n");

    assertThat(problems(reader, file, jar("shop.jar", PROVIDER))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "isolation: shared     | remove it",
        "settings: {greeting: hi} | use env, or remove it",
        "settings.greeting: hi | use env, or remove it",
      })
  void whatIsForAnAppIsRefusedForAProgram(String line, String remedy) throws IOException {
    String problem = ":1: %s: has no effect on ".formatted(line.replaceFirst("[:.].*", ""));

    assertThat(problems(reader, write(line), jar("shop.jar", EXECUTABLE)))
        .singleElement()
        .asString()
        .contains(problem + "an executable jar", remedy);
    assertThat(problems(reader, write(line + "\ncommand: sleep 60\n"), null))
        .singleElement()
        .asString()
        .contains(problem + "a command", remedy);
  }

  @ParameterizedTest
  @CsvSource({"own-logging: true", "forwarded-headers: trust"})
  void whatIsForAppsThatTheEmperorHostsIsRefusedForAProgram(String line) throws IOException {
    assertThat(problems(reader, write(line + "\ncommand: sleep 60\n"), null))
        .singleElement()
        .asString()
        .contains(":1: " + line.substring(0, line.indexOf(':')) + ": has no effect on a command")
        .endsWith(": remove it");
    assertThat(problems(reader, write(line), jar("shop.jar", PROVIDER))).isEmpty();
  }

  @Test
  void whatIsForAWarIsRefusedForAJar() throws IOException {
    Path file = write("unpacked-limit: 100MiB\n");

    assertThat(problems(reader, file, jar("shop.jar", PROVIDER)))
        .singleElement()
        .asString()
        .endsWith(":1: unpacked-limit: has no effect on a jar: remove it");
    assertThat(problems(reader, file, jar("shop.war", Map.of("WEB-INF/web.xml", "<web-app/>"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"stop-signal: QUIT", "stop-signal-to: main"})
  void whatIsForProgramsIsRefusedForAnAppThatTheEmperorHosts(String line) throws IOException {
    for (String isolation : List.of("shared", "process")) {
      assertThat(
              problems(
                  reader, write("isolation: " + isolation + "\n" + line), jar("a.jar", PROVIDER)))
          .singleElement()
          .asString()
          .contains(":2: " + line.substring(0, line.indexOf(':')) + ": has no effect on ")
          .endsWith(": remove it");
    }
    assertThat(problems(reader, write(line + "\ncommand: sleep 60\n"), null)).isEmpty();
  }

  @Test
  void optionsOfAJvmBelongIntoACommand() throws IOException {
    assertThat(problems(reader, write("command: java Shop\njvm-options: -Xmx64m\n"), null))
        .singleElement()
        .asString()
        .endsWith(
            ":2: jvm-options: has no effect on a command, which always runs in a process of its"
                + " own: write them into the command");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "isolation: process",
        "jvm-options: -Xmx64m",
        "env: {A: b}",
        "working-directory: work",
        "before-start: prepare",
        "after-stop: clean-up",
        "stop-timeout: 1s",
        "drain: 1s",
        "settings: {a: b}",
      })
  void whatTheEmperorDoesNotRunCantBeToldHow(String line) throws IOException {
    assertThat(problems(reader, write("consul-service-port: 80\ncheck-tcp: 80\n" + line), null))
        .singleElement()
        .asString()
        .contains(":3: ")
        .endsWith(": has no effect on an app that others run: remove it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "isolation: process",
        "jvm-options: -Xmx64m",
        "env: {A: b}",
        "working-directory: work",
        "check-http: /health",
        "stop-timeout: 1s",
      })
  void whatSaysWhatHoldsAnywayIsTaken(String line) throws IOException {
    assertThat(problems(reader, write(line), jar("shop.jar", EXECUTABLE))).isEmpty();
  }

  @Test
  void whatIsForEveryVassalIsNotRefusedWhereItMeansNothing() throws IOException {
    VassalConfigReader all =
        new VassalConfigReader(
            "rome",
            Map.of(
                "jvm-options", "-Xmx64m",
                "env.A", "b",
                "settings.a", "b",
                "isolation", "shared",
                "check-http", "/health"));

    assertThat(problems(all, null, jar("shop.jar", PROVIDER))).isEmpty();
    assertThat(problems(all, null, jar("shop.jar", EXECUTABLE))).isEmpty();
    assertThat(problems(all, write("command: sleep 60"), null)).isEmpty();
    assertThat(problems(all, write("consul-service-port: 80\ncheck-tcp: 80"), null)).isEmpty();
  }

  @Test
  void anAppsOwnValuesWaitForTheIsolationThatAnOperatorMayTakeBack() throws IOException {
    String inside = "isolation: process\njvm-options: -Xmx64m\n";
    Path jar = jar("shop.jar", with(PROVIDER, "META-INF/vassal.yaml", inside));

    assertThat(problems(reader, null, jar)).isEmpty();
    assertThat(problems(reader, write("isolation: shared"), jar)).isEmpty();
    assertThat(problems(reader, write("isolation: shared\nenv: {A: b}"), jar)).hasSize(1);
  }

  @Test
  void anAppsOwnValuesThatNeverHaveAnEffectAreRefused() throws IOException {
    Path jar = jar("shop.jar", with(PROVIDER, "META-INF/vassal.yaml", "jvm-options: -Xmx64m\n"));

    assertThat(problems(reader, null, jar))
        .singleElement()
        .asString()
        .startsWith("shop.jar!META-INF/vassal.yaml:1: jvm-options: has no effect on an app in");
    assertThat(problems(reader, write("isolation: process"), jar)).isEmpty();
  }

  @Test
  void aStrongerCheckReplacesAWeakerOne() throws IOException {
    VassalConfigReader all = new VassalConfigReader("rome", Map.of("check-http", "/health"));
    Path file = write("command: sleep 60\ncheck-tcp: none\n");

    ProcessConfig process = all.read("shop", file, null).process();

    assertThat(process.isCheckOff()).isTrue();
    assertThat(process.checkHttp()).isNull();
  }

  @Test
  void aFileWhoseAppIsToComeIsNotJudged() throws IOException {
    assertThat(problems(reader, write("jvm-options: -Xmx64m\nsettings: {a: b}"), null)).isEmpty();
  }

  @Test
  void aJarOfNoUseIsNotJudged() throws IOException {
    assertThat(problems(reader, write("jvm-options: -Xmx64m"), jar("shop.jar", Map.of("a", "b"))))
        .isEmpty();
  }

  private static List<String> problems(
      VassalConfigReader reader, @Nullable Path file, @Nullable Path app) {
    InvalidConfigException found =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read("shop", file, app));
    return found == null ? List.of() : found.problems().stream().map(Problem::toString).toList();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("shop.yaml"), text);
  }

  private static Map<String, String> with(Map<String, String> entries, String name, String text) {
    Map<String, String> all = new HashMap<>(entries);
    all.put(name, text);
    return all;
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path jar = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
