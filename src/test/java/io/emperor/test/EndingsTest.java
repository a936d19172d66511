package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Recording;
import io.emperor.test.apps.RecordingProgram;
import io.emperor.test.apps.Standalone;
import io.emperor.test.apps.Web;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a vassal ends: in the order that its history tells. */
@Tag("agent")
class EndingsTest {

  private static final String BEGUN = "started-1 registered-1 passing";
  private static final String RELOADED = BEGUN + " started-2 registered-2 stopped-1";
  private static final String ENDED = BEGUN + " deregistered stopped-1";
  private static final String REFUSED = BEGUN + " deregistered stays-1";

  private static final AppJar APP = AppJar.providing(Recording.class).and(Web.class);
  private static final AppJar APART =
      AppJar.providing(Recording.class)
          .and(Web.class)
          .with("META-INF/vassal.yaml", "isolation: process");
  private static final AppJar PROGRAM =
      AppJar.executing(RecordingProgram.class).and(Standalone.class);

  @TempDir static Path programs;
  @TempDir Path data;
  @TempDir Path vassals;

  private static ConsulAgentProcess agent;
  private static RecordingProxy proxy;
  private static Milestones milestones;

  /** Drops a vassal; answers the file whose removal ends it. */
  private interface Drop {
    Path into(Path vassals, String name);
  }

  @BeforeAll
  static void start() throws Exception {
    agent = ConsulAgentProcess.start();
    proxy = new RecordingProxy(agent.httpAddress());
    milestones = new Milestones(proxy);
    PROGRAM.dropInto(programs, "program");
  }

  @AfterAll
  static void stop() {
    proxy.close();
    agent.close();
  }

  private EmperorProcess emperor(String... vassalSet) {
    List<String> options = new ArrayList<>(List.of("--vassal-set", "drain=0s"));
    for (String value : vassalSet) {
      options.addAll(List.of("--vassal-set", value));
    }
    return Scene.emperor(data, proxy.address(), vassals.toString(), options.toArray(String[]::new));
  }

  private static List<ProcessHandle> processes(String vassal) {
    return MarkedProcesses.of(vassal, proxy.address());
  }

  /** The words that run the program, for a configuration. */
  private static String command() {
    return "%s -jar %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            programs.resolve("program.jar"));
  }

  private static Path worker(Path vassals, String name) {
    String yaml = "check-tcp: none\ncommand: " + command() + "\n";
    return AppJar.drop(yaml, vassals.resolve(name + ".yaml"));
  }

  static List<Arguments> kinds() {
    return List.of(
        arguments("app", (Drop) APP::dropInto),
        arguments("apart", (Drop) APART::dropInto),
        arguments("program", (Drop) PROGRAM::dropInto),
        arguments("worker", (Drop) EndingsTest::worker));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void whatIsRemovedIsDeregisteredAndThenStopped(String kind, Drop drop) throws Exception {
    String name = "removed-" + kind;
    Path file = drop.into(vassals, name);
    try (EmperorProcess emperor = emperor()) {
      milestones.are(name, BEGUN);

      Files.delete(file);

      emperor.line(name + ": gone");
      milestones.are(name, ENDED);
      assertThat(processes(name)).isEmpty();
    }
  }

  @Test
  void whatSomebodyElseRunsIsDeregisteredAndLeftAlone() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    other.start();
    int port = other.getAddress().getPort();
    Path file =
        AppJar.drop(
            String.format(Locale.ROOT, "consul-service-port: %d\ncheck-http: /\n", port),
            vassals.resolve("foreign.yaml"));
    try (EmperorProcess emperor = emperor()) {
      milestones.are("foreign", "registered-1 passing");

      Files.delete(file);

      emperor.line("foreign: gone");
      milestones.are("foreign", "registered-1 passing deregistered");
      assertThat(Http.get(port, "/").statusCode()).isEqualTo(204);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void anEmperorThatIsToldToEndEndsAllOfThemInTheSameOrder() {
    APP.dropInto(vassals, "told-app");
    APART.dropInto(vassals, "told-apart");
    PROGRAM.dropInto(vassals, "told-program");
    try (EmperorProcess emperor = emperor()) {
      milestones.are("told-app", BEGUN);
      milestones.are("told-apart", BEGUN);
      milestones.are("told-program", BEGUN);

      emperor.signal("TERM");

      assertThat(emperor.exitStatus()).isZero();
      milestones.are("told-app", ENDED);
      milestones.are("told-apart", ENDED);
      assertThat(processes("told-apart")).isEmpty();
      milestones.are("told-program", ENDED);
      assertThat(processes("told-program")).isEmpty();
    }
  }

  @Test
  void aProgramThatStaysIsKilledWithItsWholeTreeOnceItIsDeregistered() throws Exception {
    Path file =
        AppJar.drop(
            """
            check-tcp: none
            stop-timeout: 300ms
            env: {STAYS: yes}
            command: [sh, -c, "(trap '' TERM; setsid sleep 600 & sleep 600) & exec %s"]
            """
                .formatted(command()),
            vassals.resolve("stubborn.yaml"));
    try (EmperorProcess emperor = emperor()) {
      milestones.are("stubborn", BEGUN);
      Await.until("all run", () -> processes("stubborn").size() >= 3);

      Files.delete(file);

      emperor.line("stubborn: generation 1 did not stop cleanly", "was killed");
      emperor.line("stubborn: gone");
      milestones.are("stubborn", REFUSED);
      assertThat(processes("stubborn")).isEmpty();
    }
  }

  @Test
  void anAppWhoseStopHangsIsGivenUpAndMayComeBack() throws Exception {
    AppJar hanging =
        AppJar.providing(Recording.class)
            .and(Web.class)
            .with("META-INF/vassal.yaml", "stop-timeout: 300ms\nsettings: {stop: hangs}\n");
    Path file = hanging.dropInto(vassals, "hanging");
    try (EmperorProcess emperor = emperor()) {
      milestones.are("hanging", BEGUN);

      Files.delete(file);

      emperor.line("hanging: generation 1 did not stop cleanly", "stop() has not returned");
      emperor.line("hanging: gone");
      milestones.are("hanging", REFUSED);
      APP.dropInto(vassals, "hanging");
      milestones.are("hanging", REFUSED + " " + BEGUN);
    }
  }

  @Test
  void aKilledEmperorTakesItsProgramsAlongAndTheNextOneClearsUpBeforeItBegins() throws Exception {
    gate("register", "{\"Name\": \"gate\"}");
    APP.dropInto(vassals, "left-app");
    APART.dropInto(vassals, "left-apart");
    PROGRAM.dropInto(vassals, "left-program");
    Path removed =
        AppJar.drop(
            """
            check-tcp: none
            command: [sh, -c, "setsid sleep 600 & exec %s"]
            """
                .formatted(command()),
            vassals.resolve("left-tree.yaml"));
    List<String> names = List.of("left-app", "left-apart", "left-program", "left-tree");
    try (EmperorProcess emperor = emperor("depends-on=gate")) {
      names.forEach(name -> milestones.are(name, BEGUN));

      emperor.signal("KILL");

      assertThat(emperor.exitStatus()).isNotZero();
      Await.until("the kernel has ended it", () -> processes("left-program").isEmpty());
      Await.until("it has ended", () -> processes("left-apart").isEmpty());
      Await.until("only its stray is left", () -> processes("left-tree").size() == 1);
    }
    gate("deregister/gate", "");
    Files.delete(removed);
    try (EmperorProcess next = emperor("depends-on=gate")) {
      names.forEach(name -> milestones.are(name, BEGUN + " deregistered"));
      assertThat(processes("left-tree")).isEmpty();

      gate("register", "{\"Name\": \"gate\"}");
      String begunAgain = BEGUN + " deregistered started-2 registered-1 passing";
      milestones.are("left-app", begunAgain.replace("started-2", "started-1"));
      milestones.are("left-apart", begunAgain.replace("started-2", "started-1"));
      milestones.are("left-program", begunAgain);

      next.signal("TERM");

      assertThat(next.exitStatus()).isZero();
      milestones.are("left-program", begunAgain + " deregistered stopped-2");
      milestones.are("left-tree", BEGUN + " deregistered");
    }
  }

  /** A service that vassals wait for opens or closes. */
  private static void gate(String change, String body) {
    assertThat(agent.put("/v1/agent/service/" + change, body)).isEmpty();
  }

  @Test
  void aHangupEndsOneGenerationAfterAnother() {
    APP.dropInto(vassals, "alpha");
    PROGRAM.dropInto(vassals, "beta");
    APART.dropInto(vassals, "gamma");
    List<String> names = List.of("alpha", "beta", "gamma");
    try (EmperorProcess emperor = emperor()) {
      names.forEach(name -> milestones.are(name, BEGUN));

      emperor.signal("HUP");

      names.forEach(name -> milestones.are(name, RELOADED));
      assertThat(milestones.ofAll())
          .containsSubsequence("alpha started-2", "beta started-2", "gamma started-2");
      assertThat(String.join("\n", emperor.lines()))
          .containsSubsequence(
              "alpha: running generation 2",
              "beta: loading generation 2",
              "beta: running generation 2",
              "gamma: loading generation 2");
    }
  }
}
