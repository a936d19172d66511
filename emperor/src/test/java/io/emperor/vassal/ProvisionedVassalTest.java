package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vassals whose settings others bring. */
@Timeout(60)
class ProvisionedVassalTest {

  private static final String SLEEPING = "command: [sleep, 1000]\ncheck-tcp: none\n";

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private final List<Map<String, String>> settings =
      Collections.synchronizedList(new ArrayList<>());
  private SupervisorRig rig;
  private Supervisor shop;
  private Path values;

  @BeforeEach
  void start() throws Exception {
    rig =
        new SupervisorRig(
            directory, new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(40)));
    shop = rig.supervisor("shop");
    values = directory.resolve("values.yaml");
    hand.onStart(context -> settings.add(context.settings()));
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  private void values(String yaml) throws IOException {
    Path staged = Files.writeString(directory.resolve("values.new"), yaml);
    Path unused = Files.move(staged, values, StandardCopyOption.ATOMIC_MOVE);
  }

  private String sources() {
    return "sources: [{file: " + values + "}]\n";
  }

  private void jar(String config) throws IOException {
    rig.config("shop", config);
    shop.load(rig.jar("shop", AppJar.providing(Puppet.class)));
  }

  @Test
  void waitsForItsInputsAndSaysWhichOnes() throws Exception {
    jar(sources() + "settings: {url: 'jdbc:postgresql://${db.host}/shop'}\n");
    awaitReason(shop, "waits for its inputs: file " + values + ": is not there");
    assertThat(shop.status().state()).isEqualTo(VassalState.WAITING);

    values("db: {port: 5432}");
    awaitReason(shop, "waits for its inputs: settings.url waits for db.host");
    values("db: {host: h, port: 5432}");

    awaitState(shop, VassalState.RUNNING, 1);
    assertThat(settings)
        .containsExactly(
            Map.of("db.host", "h", "db.port", "5432", "url", "jdbc:postgresql://h/shop"));
  }

  @Test
  void whatStandsBesideTheAppIsStrongerThanTheSourcesAndWhatIsInsideIsWeaker() throws Exception {
    values("level: info\ncolour: red");
    rig.config("shop", sources() + "settings: {level: debug}\n");
    shop.load(
        rig.jar(
            "shop",
            AppJar.providing(Puppet.class)
                .with("META-INF/vassal.yaml", "settings: {colour: blue, size: 1}")));
    awaitState(shop, VassalState.RUNNING, 1);
    assertThat(settings).containsExactly(Map.of("level", "debug", "colour", "red"));

    rig.config("shop", sources());
    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(settings.get(1)).isEqualTo(Map.of("level", "info", "colour", "red", "size", "1"));
  }

  @Test
  void aChangeIsAReloadAndOneThatIsRefusedIsNot() throws Exception {
    Path schemas = Files.createDirectory(directory.resolve("schemas"));
    Files.writeString(
        schemas.resolve("db.schema"),
        "{name: db, type: object, required: [host], properties: {port: {type: integer}}}");
    values("db: {host: a}");
    jar(sources() + "schemas: " + schemas + "\n");
    awaitState(shop, VassalState.RUNNING, 1);

    values("db: {port: 1}");
    awaitReason(shop, "a change of its inputs is not taken: interface db: required: host (file ");
    assertThat(shop.status().generation()).isEqualTo(1);
    assertThat(shop.status().state()).isEqualTo(VassalState.RUNNING);

    values("db: {host: b}");
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(settings).containsExactly(Map.of("db.host", "a"), Map.of("db.host", "b"));
    assertThat(shop.status().reason()).isEmpty();
  }

  @Test
  void aChangeThatComesWhileItStartsIsTakenOnceItServes() throws Exception {
    values("level: info");
    Path began = directory.resolve("began");
    shop.load(
        rig.program(
            "shop",
            """
            command: [sleep, 1000]
            check-tcp: none
            before-start: [sh, -c, 'touch %1$s; until test -e %1$s.go; do sleep 0.05; done']
            """
                    .formatted(began)
                + sources()));
    Await.until("it has begun", () -> Files.exists(began));

    values("level: debug");
    Await.until(
        "the change is seen", () -> shop.inputs().orElseThrow().sources().get(0).changed() != null);
    Files.createFile(directory.resolve("began.go"));

    awaitState(shop, VassalState.RUNNING, 2);
  }

  @Test
  void aProgramFindsThemInItsEnvironmentAndInAFileOfItsOwn() throws Exception {
    values("db: {host: h, password: '${PORT} $x'}");
    Path seen = directory.resolve("seen");
    rig.program(
        "shop",
        """
        command: ["sh", "-c", 'echo "$DB_HOST|$PASSWORD|$PORT_IS|$(cat "$EMPEROR_SETTINGS")" > %s.new; mv %s.new %s; exec sleep 1000']
        consul-service-port: 28111
        check-tcp: none
        env: {DB_HOST: "${db.host}", PASSWORD: "${db.password}", PORT_IS: "${PORT}"}
        """
                .formatted(seen, seen, seen)
            + sources());
    shop.load(rig.program("shop", Files.readString(config())));
    awaitState(shop, VassalState.RUNNING, 1);

    Await.until("it has seen them", () -> Files.exists(seen));
    assertThat(Files.readString(seen))
        .isEqualTo("h|${PORT} $x|28111|{\"db\":{\"host\":\"h\",\"password\":\"${PORT} $x\"}}\n");
    assertThat(Files.getPosixFilePermissions(rig.inputs("shop").resolve("settings-1.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    shop.end().get();
    try (Stream<Path> left = Files.list(rig.inputs("shop"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactly("last-known-good.json");
    }
  }

  private Path config() {
    return directory.resolve("vassals").resolve("shop.yaml");
  }

  @Test
  void aProgramCanBeToldOfAChange() throws Exception {
    values("level: info");
    Path seen = directory.resolve("seen");
    shop.load(
        rig.program(
            "shop",
            """
            command: ["sh", "-c", 'trap "cp $EMPEROR_SETTINGS %s.new; mv %s.new %s" USR1; while :; do sleep 0.1; done']
            check-tcp: none
            on-change: signal:USR1
            """
                    .formatted(seen, seen, seen)
                + sources()));
    awaitState(shop, VassalState.RUNNING, 1);
    Await.until("its trap is set", () -> shop.status().service().pid() > 0);

    values("level: debug");

    Await.until("it was told", () -> Files.exists(seen));
    assertThat(Files.readString(seen)).isEqualTo("{\"level\":\"debug\"}");
    assertThat(shop.status().generation()).isEqualTo(1);
  }

  @Test
  void aProgramIsToldOnceItIsInService() throws Exception {
    values("level: info");
    int port = FreePort.find();
    Path began = directory.resolve("began");
    Path trapped = directory.resolve("trapped");
    Path told = directory.resolve("told");
    shop.load(
        rig.program(
            "shop",
            """
            command: ["sh", "-c", 'touch %s; until test -e %s.go; do sleep 0.1; done; trap "touch %s" USR1; touch %s; while :; do sleep 0.1; done']
            check-tcp: %s
            on-change: signal:USR1
            """
                    .formatted(began, trapped, told, trapped, port)
                + sources()));
    Await.until("it has begun", () -> Files.exists(began));

    values("level: debug");
    Await.until("the change is seen", () -> settingsOf("shop").contains("debug"));
    Files.createFile(directory.resolve("trapped.go"));
    Await.until("it can be told", () -> Files.exists(trapped));
    try (ServerSocket listening = new ServerSocket(port)) {
      assertThat(listening.isBound()).isTrue();
      Await.until("it was told", () -> Files.exists(told));
    }
    assertThat(shop.status().generation()).isEqualTo(1);
  }

  private String settingsOf(String vassal) throws IOException {
    return Files.readString(rig.inputs(vassal).resolve("settings-1.json"));
  }

  @Test
  void aChangeCanRunACommandOrDoNothing() throws Exception {
    values("level: info");
    Path seen = directory.resolve("seen");
    shop.load(
        rig.program(
            "shop",
            SLEEPING
                + "env: {LEVEL: '${level}'}\n"
                + "on-change: 'exec:echo $LEVEL > %s.new; mv %s.new %s'\n"
                    .formatted(seen, seen, seen)
                + sources()));
    awaitState(shop, VassalState.RUNNING, 1);

    values("level: debug");

    Await.until("the command has run", () -> Files.exists(seen));
    assertThat(Files.readString(seen)).isEqualTo("debug\n");
    assertThat(shop.status().generation()).isEqualTo(1);
  }

  @Test
  void aHandlerThatFailsIsTriedAgainAsAStartIs() throws Exception {
    Path schemas = Files.createDirectory(directory.resolve("schemas"));
    Files.writeString(schemas.resolve("db.schema"), "{name: db, type: object}");
    Path handler = directory.resolve("vassals").resolve("configure");
    Files.writeString(handler, "#!/bin/sh\ncat > /dev/null\ntest -e " + directory + "/ready\n");
    assertThat(handler.toFile().setExecutable(true)).isTrue();
    values("db: {host: a}");
    shop.load(
        rig.program(
            "shop",
            SLEEPING
                + sources()
                + "schemas: "
                + schemas
                + "\nrules: [{when: db, do: ./configure}]\n"));
    awaitReason(shop, "rule ./configure (all: db): the handler failed: status 1");
    assertThat(shop.status().state()).isIn(VassalState.BACKING_OFF, VassalState.LOADING);

    Files.createFile(directory.resolve("ready"));

    Await.until("it runs", () -> shop.status().state() == VassalState.RUNNING);
  }

  private String template(String name, String text, String more) throws IOException {
    Files.writeString(directory.resolve(name + ".peb"), text);
    return "templates: {it: {source: %s, destination: %s%s}}\n"
        .formatted(directory.resolve(name + ".peb"), directory.resolve(name + ".conf"), more);
  }

  @Test
  void itsFilesAreThereBeforeItStartsAndAChangeOfOneIsAReload() throws Exception {
    values("level: info");
    jar(sources() + template("log", "level = {{ input.level }}\n", ", mode: '0600'"));
    awaitState(shop, VassalState.RUNNING, 1);
    Path file = directory.resolve("log.conf");
    assertThat(Files.readString(file)).isEqualTo("level = info\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    values("level: debug");

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(Files.readString(file)).isEqualTo("level = debug\n");
  }

  @Test
  void aCheckThatFailsLeavesTheOldGenerationAndItsFiles() throws Exception {
    values("level: info");
    jar(sources() + template("log", "{{ input.level }}", ", check: 'grep -q info $FILE'"));
    awaitState(shop, VassalState.RUNNING, 1);

    values("level: debug");

    Await.until(
        "it says why: " + shop.status(),
        () -> shop.status().reason().contains("log.conf: its check failed with status 1"));
    assertThat(Files.readString(directory.resolve("log.conf"))).isEqualTo("info");
    assertThat(shop.status().state()).isEqualTo(VassalState.RUNNING);
    assertThat(shop.status().generation()).isEqualTo(1);
    values("level: info2");
    awaitState(shop, VassalState.RUNNING, shop.status().attempt() + 1);
  }

  @Test
  void twoVassalsDoNotWriteOneFile() throws Exception {
    values("level: info");
    String config = sources() + template("log", "{{ input.level }}", "");
    jar(config);
    awaitState(shop, VassalState.RUNNING, 1);
    Supervisor other = rig.supervisor("other");
    other.load(rig.program("other", SLEEPING + config));

    awaitReason(other, "log.conf: is written by shop already");
    shop.end().get();

    Await.until("it runs", () -> other.status().state() == VassalState.RUNNING);
  }
}
