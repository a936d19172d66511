package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.config.choice.ForwardedHeaders;
import io.emperor.config.choice.Isolation;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.Rebalance;
import io.emperor.config.choice.Reload;
import io.emperor.config.choice.StopSignalTo;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.Problem;
import io.emperor.config.file.SettingsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VassalConfigReaderTest {

  private final VassalConfigReader reader = new VassalConfigReader("rome", Map.of());
  private final Path directory;

  VassalConfigReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aVassalWithoutAnyFileHasTheDefaults() {
    assertThat(reader.read("hello", null, null))
        .isEqualTo(
            new VassalConfig(
                "hello",
                "hello-rome",
                List.of(),
                0,
                null,
                Map.of(),
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                Isolation.SHARED,
                null,
                null,
                null,
                ProcessConfig.none(),
                null,
                ForwardedHeaders.IGNORE,
                1L << 30,
                HookConfig.none(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Reload.BESIDE,
                new OnDemandConfig(false, Duration.ofMinutes(5)),
                List.of(),
                PlacementConfig.EVERYWHERE,
                InputsConfig.NONE,
                Map.of()));
  }

  @Test
  void readsEveryKeyFromYaml() throws IOException {
    Path file =
        write(
            "hello.yaml",
            """
            consul-service-name: greeter
            consul-service-id: greeter-1
            consul-service-tags: [http, "v1"]
            consul-service-port: 8080
            consul-service-address: 10.0.0.1
            consul-service-meta: {version: 1.10, stable: true}
            consul-check-ttl: 30s
            consul-deregister-after: 1h
            isolation: process
            app: lib/greeter.jar
            own-logging: false
            forwarded-headers: trust
            unpacked-limit: 200 MiB
            start-timeout: 2m
            stop-timeout: 500ms
            drain: 0
            reload: stop-first
            on-demand: true
            idle-timeout: 90s
            depends-on: [postgres, rabbit_mq]
            instances: 5
            node-selector: {zone: a}
            spread: zone
            max-per-emperor: 2
            rebalance: on-join
            on-disconnect: stop
            reschedule-attempts: 4
            reschedule-delay: 1m
            max-unavailable: 2
            settings:
              greeting: hi
              empty:
            """);

    assertThat(reader.read("hello", file, null))
        .isEqualTo(
            new VassalConfig(
                "greeter",
                "greeter-1",
                List.of("http", "v1"),
                8080,
                "10.0.0.1",
                Map.of("version", "1.10", "stable", "true"),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Isolation.PROCESS,
                directory.resolve("lib/greeter.jar"),
                null,
                null,
                ProcessConfig.none(),
                false,
                ForwardedHeaders.TRUST,
                200L << 20,
                HookConfig.none(),
                Duration.ofMinutes(2),
                Duration.ofMillis(500),
                Duration.ZERO,
                Reload.STOP_FIRST,
                new OnDemandConfig(true, Duration.ofSeconds(90)),
                List.of("postgres", "rabbit_mq"),
                new PlacementConfig(
                    5,
                    5,
                    null,
                    false,
                    Map.of("zone", "a"),
                    "zone",
                    2,
                    Rebalance.ON_JOIN,
                    OnDisconnect.STOP,
                    4,
                    Duration.ofMinutes(1),
                    2),
                InputsConfig.NONE,
                Map.of("greeting", "hi", "empty", "")));
  }

  @Test
  void readsOptionsOfAJvmFromALine() throws IOException {
    Path file = write("hello.yaml", "jvm-options: -Xmx64m \"-Dgreeting=good day\"\n");

    assertThat(reader.read("hello", file, null).process().jvmOptions())
        .containsExactly("-Xmx64m", "-Dgreeting=good day");
  }

  @Test
  void readsHowAProgramIsRun() throws IOException {
    Path yaml =
        write(
            "hello.yaml",
            """
            command: [python3, -m, "http.server"]
            env: {LANG: C, EMPTY: "", discovery.type: single-node, A: "$${x} ${PORT} $HOME"}
            working-directory: work
            check-http: /health?full
            stop-signal: sigquit
            stop-signal-to: main
            """);
    Path flat = write("other.ini", "command = sh -c 'sleep 1; exit 3'\ncheck-tcp = none\n");

    assertThat(reader.read("hello", yaml, null).process())
        .isEqualTo(
            new ProcessConfig(
                List.of("python3", "-m", "http.server"),
                List.of(),
                false,
                Map.of(
                    "LANG",
                    "C",
                    "EMPTY",
                    "",
                    "discovery.type",
                    "single-node",
                    "A",
                    "$${x} ${PORT} $HOME"),
                directory.resolve("work"),
                "/health?full",
                null,
                "QUIT",
                StopSignalTo.MAIN,
                UserConfig.NONE));
    assertThat(reader.read("other", flat, null).process())
        .isEqualTo(
            new ProcessConfig(
                List.of("sh", "-c", "sleep 1; exit 3"),
                List.of(),
                false,
                Map.of(),
                null,
                null,
                "none",
                "TERM",
                StopSignalTo.ALL,
                UserConfig.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "command: 'sh -c \"sleep 1'|has a quote that is not closed",
        "command: []|write a list of words",
        "env: {EMPEROR_VASSAL: x}|is no name for a variable",
        "env: {A B: x}|is no name for a variable",
        "env: {'LD_PRELOAD=/x': x}|is no name for a variable",
        "env: {\"A\\0LD_PRELOAD\": x}|is no name for a variable",
        "env: {A: \"x\\0LD_PRELOAD=/x\"}|env.A: has a NUL character: remove it",
        "env: {1A: x}|is no name for a variable",
        "env: {A: '${HOME}'}|is no variable that the emperor gives: use one of PORT,",
        "env: {A: '${PORT'}|env.A: has a ${ without an end: close it, or write $${",
        "check-http: health|is no path and no URL",
        "check-http: 'http://'|is no path and no URL",
        "check-tcp: localhost|is no port",
        "check-tcp: ':80'|is empty",
        "stop-signal: CHLD|is no signal that ends a program",
        "stop-signal: 3|write one of ABRT, HUP, INT, KILL, QUIT, TERM, USR1, USR2, WINCH",
        "stop-signal-to: leader|write all or main",
        "{check-tcp: none, check-http: /}|stands beside check-tcp",
      })
  void whatCanBeWrongWithAProgram(String line, String problem) throws IOException {
    Path file = write("hello.yaml", line + "\n");
    assertThatThrownBy(() -> reader.read("hello", file, null)).hasMessageContaining(problem);
  }

  @Test
  void readsHooks() throws IOException {
    Path file =
        write(
            "hello.yaml",
            """
            before-start: migrate --all
            after-stop: [sh, -c, 'rm -f pid']
            on-registered: tell | tee log
            """);

    assertThat(reader.read("hello", file, null).hooks())
        .isEqualTo(
            new HookConfig(
                List.of("migrate", "--all"),
                List.of(),
                List.of(),
                List.of("sh", "-c", "rm -f pid"),
                "tell | tee log",
                ""));
  }

  @Test
  void theFlatFormatsSayTheSame() throws IOException {
    String text =
        """
        # a comment
        ; another
        [vassal]
        consul-service-tags = http, v1
        consul-service-meta.version = 1
        depends-on = postgres, rabbitmq
        settings.greeting = grüezi = hi
        settings.a.b = c
        """;
    for (String name : List.of("a.properties", "b.ini")) {
      VassalConfig config = reader.read("hello", write(name, text), null);
      assertThat(config.serviceTags()).containsExactly("http", "v1");
      assertThat(config.serviceMeta()).isEqualTo(Map.of("version", "1"));
      assertThat(config.dependsOn()).containsExactly("postgres", "rabbitmq");
      assertThat(config.settings()).isEqualTo(Map.of("greeting", "grüezi = hi", "a.b", "c"));
    }
  }

  @Test
  void anEmptyFileHasNoKeys() throws IOException {
    for (String text : List.of("", "\n", "# only a comment\n", "---\n", "\uFEFF")) {
      assertThat(reader.read("hello", write("hello.yaml", text), null))
          .isEqualTo(reader.read("hello", null, null));
    }
  }

  @Test
  void theStrongestLayerWinsKeyByKeyAndMapsAreReplaced() throws IOException {
    VassalConfigReader layered =
        new VassalConfigReader(
            "rome",
            Map.of("drain", "1s", "start-timeout", "1s", "stop-timeout", "1s", "settings.a", "1"));
    Path jar = jar("META-INF/vassal.yaml", "drain: 2s\nstart-timeout: 2s\nsettings: {b: 2}");
    Path file = write("hello.yaml", "drain: 3s\nsettings: {c: 3}");

    VassalConfig config = layered.read("hello", file, jar);

    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.settings()).isEqualTo(Map.of("c", "3"));
  }

  @Test
  void everyValueKnowsWhereItCameFrom() throws IOException {
    VassalConfigReader layered = new VassalConfigReader("rome", Map.of("drain", "1s"));
    Path jar = jar("META-INF/vassal.properties", "\nstart-timeout = 2s");
    Path file = write("hello.yaml", "settings:\n  a: 1\n  b: 2\n");

    assertThat(layered.effective("hello", file, jar).values())
        .contains(
            new EffectiveValue("drain", "1s", "--vassal-set"),
            new EffectiveValue("start-timeout", "2s", "hello.jar!META-INF/vassal.properties:2"),
            new EffectiveValue("settings.b", "2", file + ":3"),
            new EffectiveValue("stop-timeout", "30s", "default"));
  }

  @Test
  void reportsAllProblemsOfAllLayersAtOnce() throws IOException {
    Path jar = jar("META-INF/vassal.yaml", "drain: 5\n");
    Path file =
        write(
            "hello.yaml",
            """
            consul-servce-port: 80
            consul-service-port: 70000
            consul-check-ttl: 1ms
            consul-deregister-after: 59s
            consul-service-tags: {a: b}
            consul-service-name: [a]
            consul-service-meta: {emperor: me, "a b": c}
            settings: 1
            colour: red
            """);

    assertThat(problems(file, jar))
        .containsExactly(
            "hello.jar!META-INF/vassal.yaml:1: drain: \"5\" has no unit: write 5s",
            file + ":1: consul-servce-port: unknown key: did you mean consul-service-port?",
            file + ":2: consul-service-port: \"70000\" is no port: write a number from 1 to 65535",
            file + ":3: consul-check-ttl: \"1ms\" is too short: write at least 1s",
            file + ":4: consul-deregister-after: \"59s\" is too short: write at least 1m",
            file + ":5: consul-service-tags: is a map: write a list",
            file + ":6: consul-service-name: is a list: write one value",
            file + ":7: consul-service-meta.emperor: is set by the emperor: use another name",
            file
                + ":7: consul-service-meta.a b: \"a b\" is no metadata key: "
                + "use letters, digits, dashes and underscores, at most 128",
            file + ":8: settings: is \"1\": write a map, or settings.NAME = VALUE",
            file
                + ":9: colour: unknown key: remove it, or use one of "
                + String.join(", ", VassalKeys.names()));
  }

  @Test
  void aKeyThatIsThereTwiceIsAProblem() throws IOException {
    Path yaml = write("hello.yaml", "drain: 1s\nsettings: {a: 1, a: 2}\ndrain: 2s\n");
    Path flat = write("hello.ini", "drain = 1s\n\ndrain = 2s\n");

    assertThat(problems(yaml, null))
        .containsExactlyInAnyOrder(
            yaml + ":2: settings.a: is there twice: remove one, the other is in line 2",
            yaml + ":3: drain: is there twice: remove one, the other is in line 1");
    assertThat(problems(flat, null))
        .containsExactly(flat + ":3: drain: is there twice: remove one, the other is in line 1");
  }

  @Test
  void brokenYamlNamesItsLine() throws IOException {
    Path file = write("hello.yaml", "drain: 1s\nsettings: [a, b\napp: x\n");

    assertThat(problems(file, null))
        .singleElement()
        .asString()
        .startsWith(file + ":")
        .contains("is not YAML: ")
        .doesNotContain("\n");
  }

  @Test
  void nestingIsBounded() throws IOException {
    assertThat(problems(write("a.yaml", "settings:\n  a:\n    b: c\n"), null))
        .singleElement()
        .asString()
        .contains("a.yaml:3: settings.a: is nested too deeply");
    assertThat(problems(write("b.yaml", "settings: " + "[".repeat(500_000)), null)).isNotEmpty();
    assertThat(problems(write("c.yaml", "settings: &a {b: c}\napp: *a\n"), null))
        .singleElement()
        .asString()
        .contains("is an alias");
    assertThat(problems(write("d.yaml", "- a\n- b\n"), null))
        .singleElement()
        .asString()
        .contains("is not a map");
    assertThat(problems(write("e.yaml", "drain: 1s\n---\ndrain: 2s\n"), null))
        .singleElement()
        .asString()
        .contains("has a second document");
  }

  @Test
  void largeFilesAreRefusedInsideAndOutside() throws IOException {
    String text = "# " + "x".repeat(SettingsFile.LONGEST);

    assertThat(problems(write("hello.yaml", text), null))
        .containsExactly(
            directory.resolve("hello.yaml") + ": is larger than 1 MiB: make it smaller");
    assertThat(problems(null, jar("META-INF/vassal.yml", text)))
        .containsExactly("hello.jar!META-INF/vassal.yml: is larger than 1 MiB: make it smaller");
  }

  @Test
  void hostileTextStaysOnOneVisibleLine() throws IOException {
    Path file =
        write(
            "hello.yaml",
            "\"a\\nb\\e[31m\\u202e\": 1\ndrain: \"" + "x".repeat(5000) + "\\r\\n\"\n");

    assertThat(problems(file, null))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\r", "\u001b", "\u202e"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(1_200))
        .first()
        .asString()
        .contains("a\\u000ab\\u001b[31m\\u202e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_service", "a.b", "-a", "a-", "shop/api", "Lädchen am Eck", "a+b@c"})
  void whatConsulTakesIsAServiceName(String name) throws IOException {
    Path file = write("hello.yaml", "consul-service-name: '" + name + "'\n");

    assertThat(reader.read("hello", file, null).serviceName()).isEqualTo(name);
    assertThat(reader.read("hello", file, null).serviceId()).isEqualTo(name + "-rome");
    Files.writeString(file, "depends-on: ['" + name + "']\n");
    assertThat(reader.read("hello", file, null).dependsOn()).containsExactly(name);
  }

  @Test
  void endingsInCapitalsAreEndings() throws IOException {
    Path file = write("HELLO.INI", "drain = 1s\n");

    assertThat(reader.read("HELLO", file, null).drain()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aVassalWithAnUnderscoreIsAServiceByItsName() throws IOException {
    assertThat(reader.read("my_service", null, null).serviceName()).isEqualTo("my_service");
  }

  @Test
  void tagsAreWhateverOthersMakeOfThem() throws IOException {
    Path file =
        write(
            "hello.yaml",
            """
            consul-service-tags:
            - urlprefix-/shop strip=/shop
            - Host(`a`) && PathPrefix(`/b`)
            - Größe=%s
            """
                .formatted("x".repeat(300)));

    assertThat(reader.read("hello", file, null).serviceTags())
        .containsExactly(
            "urlprefix-/shop strip=/shop",
            "Host(`a`) && PathPrefix(`/b`)",
            "Größe=" + "x".repeat(300));
    assertThat(problems(write("bad.yaml", "consul-service-tags: [\"a\\tb\", '']"), null))
        .hasSize(2)
        .first()
        .asString()
        .endsWith("consul-service-tags: \"a\\u0009b\" has control characters: remove them");
  }

  @Test
  void whatCantBeReadIsAProblem() throws IOException {
    assertThat(problems(directory.resolve("none.yaml"), null))
        .containsExactly(directory.resolve("none.yaml") + ": no such file: check the path");
    assertThat(problems(directory, null)).singleElement().asString().contains("regular file");
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xe4});
    assertThat(problems(latin, null)).containsExactly(latin + ": is not UTF-8: save it as UTF-8");
    assertThat(problems(null, write("no.jar", "no zip")))
        .singleElement()
        .asString()
        .startsWith("hello.jar: can't be read as a jar: ");
  }

  @Test
  void findsTheAppWhateverElseIsWrong() throws IOException {
    Path file = write("hello.yaml", "drain: 1\napp: ../x.jar\n");
    Path typo = write("typo.yaml", "ap: x.jar\n");

    assertThat(reader.app(file)).contains(directory.resolve("../x.jar"));
    assertThat(reader.app(write("none.yaml", "drain: 1s\n"))).isEmpty();
    assertThatThrownBy(() -> reader.app(typo)).hasMessageContaining("did you mean app?");
  }

  @Test
  void valuesForEveryVassalAreCheckedBeforeThereIsAny() {
    assertThatThrownBy(
            () -> new VassalConfigReader("rome", Map.of("drain", "x", "app", "a.jar", "dran", "1")))
        .isInstanceOfSatisfying(
            InvalidConfigException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void theAppCantStandInsideTheApp() throws IOException {
    assertThat(problems(null, jar("META-INF/vassal.yaml", "app: other.jar\n")))
        .singleElement()
        .asString()
        .startsWith("hello.jar!META-INF/vassal.yaml:1: app: can't stand inside the app");
  }

  @Test
  void whatItDependsOnMayComeFromEveryLayerAndIsListedOnce() throws IOException {
    VassalConfigReader layered =
        new VassalConfigReader("rome", Map.of("depends-on", "postgres,consul"));
    Path jar = jar("META-INF/vassal.yaml", "depends-on: [rabbitmq, postgres, rabbitmq]");
    Path none = write("hello.ini", "depends-on =");

    assertThat(layered.read("hello", null, null).dependsOn()).containsExactly("postgres", "consul");
    assertThat(layered.read("hello", null, jar).dependsOn())
        .containsExactly("rabbitmq", "postgres");
    assertThat(layered.read("hello", none, jar).dependsOn()).isEmpty();
  }

  @Test
  void whatCantBeDependedOnIsAProblem() throws IOException {
    String text =
        "depends-on: ['', a//b, /a, .., a/./b, \"a\\ud800\", \"a\\u00a0b\", "
            + "x".repeat(256)
            + ", a.b]";

    assertThat(problems(write("hello.yaml", text), null))
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).contains("hello.yaml:1: depends-on: "))
        .contains(
            directory.resolve("hello.yaml")
                + ":1: depends-on: \"a//b\" can't stand in a path: write something other than dots"
                + " between single slashes");
    assertThat(problems(write("flat.ini", "depends-on = a,,b"), null)).hasSize(1);
    assertThat(problems(write("map.yaml", "depends-on: {a: b}"), null))
        .containsExactly(directory.resolve("map.yaml") + ":1: depends-on: is a map: write a list");
  }

  @Test
  void aVassalCantDependOnItself() throws IOException {
    Path byName = write("hello.yaml", "depends-on: [postgres, Hello]");
    Path byService = write("a.yaml", "consul-service-name: shop\ndepends-on: shop");
    Path other = write("b.yaml", "consul-service-name: shop\ndepends-on: hello");

    assertThat(problems(byName, null))
        .containsExactly(
            byName
                + ":1: depends-on: \"hello\" is this vassal's own service, and it would wait for"
                + " itself for ever: leave it out");
    assertThat(problems(byService, null)).singleElement().asString().contains("\"shop\" is this");
    assertThat(reader.read("hello", other, null).dependsOn()).containsExactly("hello");
  }

  @Test
  void settingsAreNotPrinted() throws IOException {
    Path file = write("hello.yaml", "settings: {password: hunter2}\n");

    assertThat(reader.effective("hello", file, null)).asString().doesNotContain("hunter2");
  }

  private List<String> problems(@Nullable Path file, @Nullable Path jar) {
    InvalidConfigException e =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read("hello", file, jar));
    return e.problems().stream().map(Problem::toString).toList();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path jar(String entry, String text) throws IOException {
    Path jar = directory.resolve("copy-of-" + Integer.toHexString(text.hashCode()) + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
