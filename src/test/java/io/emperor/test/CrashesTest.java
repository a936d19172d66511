package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Recording;
import io.emperor.test.apps.RecordingProgram;
import io.emperor.test.apps.Standalone;
import io.emperor.test.apps.Web;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which something crashes: it is critical first, stays registered, and comes back, in
 * the order that its history tells. A bystander never notices.
 */
@Tag("jdk")
class CrashesTest {

  private static final String BEGUN = "started-1 registered-1 passing";
  private static final String BACK = " critical started-2 registered-2 passing";

  private static final AppJar APP = AppJar.providing(Recording.class).and(Web.class);
  private static final AppJar APART =
      AppJar.providing(Recording.class)
          .and(Web.class)
          .with("META-INF/vassal.yaml", "isolation: process");
  private static final AppJar PROGRAM =
      AppJar.executing(RecordingProgram.class).and(Standalone.class);

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static ConsulAgentProcess agent;
  private static RecordingProxy proxy;
  private static Milestones milestones;
  private static ConsulView consul;
  private static EmperorProcess emperor;

  /** What happens to a program that listens on a port. */
  private interface Blow {
    void to(int port);
  }

  @BeforeAll
  static void start() throws Exception {
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
    proxy = new RecordingProxy(agent.httpAddress());
    milestones = new Milestones(proxy);
    APP.dropInto(vassals, "bystander");
    emperor =
        Scene.emperor(
            data,
            proxy.address(),
            vassals.toString(),
            "--throttle",
            "200ms",
            "--vassal-set",
            "consul-check-ttl=3s",
            "--vassal-set",
            "drain=0s");
    milestones.are("bystander", BEGUN);
  }

  @AfterEach
  void theBystanderHasNotNoticed() {
    milestones.are("bystander", BEGUN);
  }

  @AfterAll
  static void stop() {
    emperor.close();
    proxy.close();
    agent.close();
  }

  private static void config(String name, String yaml) {
    Path unused = AppJar.drop(yaml, vassals.resolve(name + ".yaml"));
  }

  /** Drops it, and answers the port where it serves. */
  private static int begun(AppJar jar, String name) {
    jar.dropInto(vassals, name);
    milestones.are(name, BEGUN);
    return port(name);
  }

  private static int port(String name) {
    return consul.passing(name).get("Service").get("Port").asInt();
  }

  private static long pid(int port) {
    return Long.parseLong(Http.get(port, "/").body());
  }

  private static Blow exit(int status) {
    return port -> {
      try {
        Http.get(port, "/exit?" + status);
      } catch (UncheckedIOException e) {
        // It ends without an answer.
      }
    };
  }

  private static Blow signal(String name) {
    return port -> EmperorProcess.signal(pid(port), name);
  }

  static List<Arguments> blows() {
    String atOnce = "; started again at once";
    return List.of(
        arguments("failing", exit(3), "exited with status 3", atOnce, BACK),
        arguments("ending", exit(0), "exited with status 0", atOnce, BACK),
        arguments("resting", exit(26), "exited with status 26", "; next attempt in 200ms", BACK),
        arguments("killed", signal("KILL"), "ended by signal 9", atOnce, BACK),
        arguments("told", signal("TERM"), "ended by signal 15", atOnce, " stopped-1" + BACK));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blows")
  void aProgramThatEndsIsCriticalUntilItIsBack(
      String name, Blow blow, String why, String plan, String history) {
    blow.to(begun(PROGRAM, name));

    milestones.are(name, BEGUN + history);
    assertThat(emperor.line(" " + name + ": generation 1 " + why)).endsWith(plan);
  }

  @Test
  void whatCrashesAgainAndAgainWaitsLongerAndLonger() {
    int port = begun(PROGRAM, "looping");
    String history = BEGUN;
    for (int run = 2; run <= 5; run++) {
      exit(3).to(port);
      history += String.format(Locale.ROOT, " critical started-%d registered-%d passing", run, run);
      milestones.are("looping", history);
      port = port("looping");
    }

    assertThat(emperor.lines())
        .filteredOn(line -> line.contains(" looping: generation "))
        .extracting(line -> line.substring(line.lastIndexOf("; ")))
        .containsExactly(
            "; started again at once",
            "; next attempt in 200ms",
            "; next attempt in 400ms",
            "; next attempt in 800ms");
  }

  @Test
  void anAppThatCallsExitEndsItselfAloneAndIsBackOnItsPort() {
    int port = begun(APP, "exiting");

    Http.post(port, "/exit");

    milestones.are("exiting", BEGUN + BACK + " stopped-1");
    emperor.line(" exiting: generation 1 exited with status 7; started again at once");
    assertThat(emperor.lines()).noneMatch(line -> line.contains("the app has exited"));
    assertThat(Http.get(port, "/").body()).isEqualTo("generation 2");
  }

  @Test
  void anAppWhoseHealthHangsIsCriticalFirstAndThenReplaced() {
    config("hanging", "start-timeout: 2s\n");
    int port = begun(APP, "hanging");

    Http.post(port, "/hang");

    milestones.are("hanging", BEGUN + " critical");
    milestones.are("hanging", BEGUN + BACK + " stopped-1");
    emperor.line(" hanging: generation 1 has not answered for 2s; started again at once");
    assertThat(Http.get(port, "/").body()).isEqualTo("generation 2");
  }

  @Test
  void aProgramThatAnswersNoMoreIsCriticalFirstAndThenKilledAndBackOnItsPort() {
    config(
        "paused",
        String.format(
            Locale.ROOT,
            """
        check-http: /health
        start-timeout: 6s
        stop-timeout: 300ms
        consul-service-port: %d
        """,
            FreePort.find()));
    int port = begun(PROGRAM, "paused");
    ProcessHandle before = ProcessHandle.of(pid(port)).orElseThrow();

    EmperorProcess.signal(before.pid(), "STOP");

    milestones.are("paused", BEGUN + " critical");
    assertThat(before.isAlive()).isTrue();
    milestones.are("paused", BEGUN + BACK);
    assertThat(before.isAlive()).isFalse();
    emperor.line(" paused: generation 1 has not answered for 6s; started again at once");
    assertThat(port("paused")).isEqualTo(port);
  }

  @Test
  void anAppInItsOwnJvmThatCallsExitIsStoppedInOrder() {
    int port = begun(APART, "leaving");

    Http.post(port, "/exit");

    milestones.are("leaving", BEGUN + " stopped-1" + BACK);
    emperor.line(" leaving: generation 1 exited with status 7; started again at once");
  }

  @Test
  void anAppInItsOwnJvmThatIsKilledIsCriticalUntilItIsBack() {
    int unused = begun(APART, "struck");

    EmperorProcess.signal(ownJvm("struck").pid(), "KILL");

    milestones.are("struck", BEGUN + BACK);
    emperor.line(" struck: generation 1 ended by signal 9; started again at once");
  }

  @Test
  void anAppInItsOwnJvmWhoseHealthHangsIsCriticalFirstAndThenReplaced() {
    config("stuck", "start-timeout: 6s\n");
    int port = begun(APART, "stuck");

    Http.post(port, "/hang");

    milestones.are("stuck", BEGUN + " critical");
    milestones.are("stuck", BEGUN + " critical stopped-1 started-2 registered-2 passing");
    emperor.line(" stuck: generation 1 has not answered for 6s; started again at once");
  }

  @Test
  void aJvmThatAnswersNoMoreIsCriticalFirstAndThenKilled() {
    config("frozen", "start-timeout: 6s\nstop-timeout: 300ms\n");
    int unused = begun(APART, "frozen");
    ProcessHandle before = ownJvm("frozen");

    EmperorProcess.signal(before.pid(), "STOP");

    milestones.are("frozen", BEGUN + " critical");
    assertThat(before.isAlive()).isTrue();
    milestones.are("frozen", BEGUN + BACK);
    Await.until("it was killed", () -> !before.isAlive());
  }

  private static ProcessHandle ownJvm(String name) {
    return MarkedProcesses.of(name, proxy.address()).get(0);
  }

  @Test
  void aReloadThatThrowsIsStoppedAndTheOldGenerationNeverNotices() {
    int port = begun(APP, "steady");

    config("steady", "settings: {start: fails}\n");

    emperor.line(
        " steady: generation 2 failed, generation 1 goes on serving",
        "the database is not there; next attempt in 200ms");
    emperor.line(" steady: generation 4 failed", "next attempt in 800ms");
    milestones.are(
        "steady", BEGUN + " started-2 stopped-2 started-3 stopped-3 started-4 stopped-4");
    assertThat(Http.get(port, "/").body()).isEqualTo("generation 1");

    config("steady", "settings: {}\n");

    milestones.are(
        "steady", BEGUN + "( started-(\\d+) stopped-\\2)+ started-(\\d+) registered-\\3 stopped-1");
  }
}
