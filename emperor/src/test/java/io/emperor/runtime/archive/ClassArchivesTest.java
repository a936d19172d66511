package io.emperor.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.runtime.App;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.owner.TestUsers;
import io.emperor.runtime.owner.VassalUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs, which make real archives. */
@Timeout(120)
class ClassArchivesTest {

  @TempDir Path directory;

  private ArchiveRig rig;

  @BeforeEach
  void begin() {
    rig = new ArchiveRig(directory);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  /** Where a run took its main class from. */
  private String source(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" Shop source:"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneRunMakesWhatTheNextTakesItsClassesFrom() throws Exception {
    Path log = directory.resolve("classes.log");
    String tell = "-Xlog:class+load:file=" + log;
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path archive = rig.made(jar, tell);

    Path copy = Files.copy(jar.jar(), directory.resolve("shop-2.jar"));
    ArchivedStart second = rig.prepare(ExecutableJar.of(copy, copy), tell).orElseThrow();
    assertThat(second.isUsed()).isTrue();
    rig.lives(second);

    assertThat(source(log)).contains("shared objects file");
    assertThat(rig.files()).hasSize(2).contains(archive);
    assertThat(rig.log())
        .filteredOn(line -> line.contains("archive"))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("makes an archive of its classes when it ends"),
            line -> assertThat(line).startsWith("has made an archive of its classes, "),
            line -> assertThat(line).isEqualTo("starts with its archive of classes"));
  }

  /** Java 25 prints all options of the JVM when it makes one. */
  @Test
  void whatTheJvmSaysOfMakingOneIsNotInTheLog() throws Exception {
    Path unused = rig.made(rig.jar(ArchiveRig.waiting(), "shop-1.jar"), "-Dtoken=hunter2");

    assertThat(rig.log()).noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void anotherJarOrOtherOptionsHaveOneOfTheirOwn() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path unused = rig.made(jar);

    assertThat(rig.prepare(jar, "-Xmx64m").orElseThrow().isUsed()).isFalse();
    ExecutableJar other = rig.jar(ArchiveRig.waiting().with("more", "text"), "shop-2.jar");
    assertThat(rig.prepare(other).orElseThrow().isUsed()).isFalse();
    assertThat(rig.prepare(jar).orElseThrow().isUsed()).isTrue();
  }

  @Test
  void nothingIsKeptOfARunThatWasKilled() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    App app = rig.begun(rig.prepare(jar).orElseThrow());

    app.kill();
    app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    assertThat(rig.names()).containsExactly("app.jar");
    assertThat(rig.prepare(jar).orElseThrow().isUsed()).isFalse();
  }

  /** Its classes would be those of a failure, for ever. */
  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void nothingIsKeptOfARunThatHasFailed(int status) throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.jar("System.exit(" + status + ");"), "shop-1.jar");
    App app = rig.app(rig.prepare(jar).orElseThrow(), null);

    var unused = app.start(ArchiveRig.LONG); // where making one takes its time, it looks alive
    app.ended().get(60, TimeUnit.SECONDS);
    app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    assertThat(rig.names()).containsExactly("app.jar");
    assertThat(rig.prepare(jar)).as("the app itself was to blame").isPresent();
  }

  @Test
  void ofTwoThatMakeOneAtTheSameTimeTheFirstIsKept() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    App first = rig.begun(rig.prepare(jar).orElseThrow());
    App second = rig.begun(rig.prepare(jar).orElseThrow());

    first.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);
    Path archive = rig.archive();
    Object kept = Files.getAttribute(archive, "unix:ino");
    second.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    assertThat(Files.getAttribute(archive, "unix:ino")).isEqualTo(kept);
    assertThat(rig.files()).hasSize(2);
  }

  @Test
  void whatIsNoArchiveIsLeftAloneByTheJvm() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path archive = rig.made(jar);
    Files.delete(archive);
    Files.writeString(archive, "not what Java expects");

    rig.lives(rig.prepare(jar).orElseThrow());
  }

  /** Whether a JVM falls over half an archive differs; one that must have it does not start. */
  @Test
  void anArchiveThatTheJvmCannotStartWithIsDeletedAndTheNextAttemptGoesWithout() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path more = Files.writeString(directory.resolve("more"), "");
    Path archive = rig.made(jar, "@" + more);
    Path unused = Files.writeString(archive, "no archive");
    unused = Files.writeString(more, "-Xshare:on");
    ArchivedStart start = rig.prepare(jar, "@" + more).orElseThrow();
    assertThat(start.isUsed()).isTrue();
    App app = rig.app(start, null);

    assertThatThrownBy(() -> app.start(ArchiveRig.LONG).get(60, TimeUnit.SECONDS))
        .hasMessageContaining("before it was ready");
    app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    assertThat(archive).doesNotExist();
    assertThat(rig.log()).anyMatch(line -> line.contains(archive + ", which is deleted"));
    assertThat(rig.prepare(jar, "@" + more)).isEmpty();
  }

  @Test
  void aJarThatIsBrokenWhereItWasLaidOutIsNotRunFromThereAgain() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path unused = rig.made(jar);
    ArchivedStart start = rig.prepare(jar).orElseThrow();
    unused = Files.writeString(Path.of(start.words().get(start.words().size() - 1)), "");
    App app = rig.app(start, null);

    assertThatThrownBy(() -> app.start(ArchiveRig.LONG).get(60, TimeUnit.SECONDS))
        .hasMessageContaining("before it was ready");
    app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    assertThat(rig.prepare(jar)).isEmpty();
  }

  @Test
  void aJvmThatRefusesToMakeOneIsNotAskedAgain() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path more = Files.writeString(directory.resolve("more"), "-Xshare:off");
    App app = rig.app(rig.prepare(jar, "@" + more).orElseThrow(), null);

    assertThatThrownBy(() -> app.start(ArchiveRig.LONG).get(60, TimeUnit.SECONDS))
        .hasMessageContaining("before it was ready");
    app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    assertThat(rig.prepare(jar, "@" + more)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:auto",
        "-XX:SharedArchiveFile=/none",
        "-XX:AOTMode=off",
        "-javaagent:/agent.jar=token=hunter2",
        "-agentlib:jdwp=transport=dt_socket",
        "--patch-module=java.base=x",
      })
  void whoeverSpeaksOfArchivesIsLeftAlone(String option) throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");

    assertThat(rig.prepare(jar, "-Xmx64m", option)).isEmpty();
    CompletableFuture<?> byVariable =
        rig.archives.prepare(
            jar,
            List.of(),
            rig.around(Map.of("JDK_JAVA_OPTIONS", "-Xmx64m '" + option + "'"), null),
            null);

    assertThat(byVariable.get(60, TimeUnit.SECONDS)).isEqualTo(Optional.empty());
    assertThat(rig.log())
        .containsExactly(
            "class-archive: has no effect: jvm-options speaks of archives, agents or exchanged modules",
            "class-archive: has no effect: JDK_JAVA_OPTIONS speaks of archives, agents or exchanged"
                + " modules");
    assertThat(rig.files()).isEmpty();
  }

  @Test
  void whereNothingCanBeKeptTheAppIsRunAllTheSame() throws Exception {
    Files.writeString(rig.kept, "a file in the place of the directory");

    assertThat(rig.prepare(rig.jar(ArchiveRig.waiting(), "shop-1.jar"))).isEmpty();
    assertThat(rig.log())
        .singleElement()
        .asString()
        .contains("goes without an archive of its classes", rig.kept + " can be written");
  }

  @Test
  void aJarThatTheUserHasTakenAwayIsPutThereAgain() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path unused = rig.made(jar);
    for (Path file : rig.files()) {
      if (file.endsWith("app.jar")) {
        Files.delete(file);
      }
    }

    rig.lives(rig.prepare(jar).orElseThrow());

    assertThat(rig.files()).hasSize(2);
  }

  @Test
  void whoeverGivesUpWaitingEndsTheToolsOfTheJar() throws Exception {
    Path ran = directory.resolve("ran");
    ExecutableJar jar =
        rig.jar(
            ArchiveRig.boot(
                "JarLauncher",
                """
                String self = Long.toString(ProcessHandle.current().pid());
                java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), self);
                Thread.sleep(600_000);
                """
                    .formatted(ran)),
            "shop-1.jar");
    CompletableFuture<?> prepared =
        rig.archives.prepare(jar, List.of(), rig.around(Map.of(), null), null);
    Await.until("it runs", () -> Files.exists(ran) && Files.size(ran) > 0);
    ProcessHandle tool = ProcessHandle.of(Long.parseLong(Files.readString(ran))).orElseThrow();

    assertThat(prepared.cancel(true)).isTrue();

    tool.onExit().get(20, TimeUnit.SECONDS);
    Await.until("nothing is left", () -> rig.files().isEmpty());
    assertThatThrownBy(prepared::join).isInstanceOf(CancellationException.class);
  }

  /** Takes real users of this machine. */
  @Test
  @ResourceLock("users of this machine")
  void thatOfAnotherUserIsMadeByItAndOutOfItsReachThen() throws Exception {
    TestUsers users = new TestUsers();
    try {
      Account ann = users.add("ann");
      TestUsers.open(directory);
      Path file = TestUsers.write(directory.resolve("shop.yaml"), "class-archive: true", ann);
      Ownership owned = Ownership.of(file);
      ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
      TestUsers.chown(jar.jar(), ann);
      Files.createDirectory(rig.kept);
      Files.setPosixFilePermissions(rig.kept, PosixFilePermissions.fromString("rwx--x--x"));
      VassalUser user = new VassalUser(ann, null);

      App app = rig.app(rig.prepare(jar, owned).orElseThrow(), user);
      app.start(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);
      app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

      ArchivedStart second = rig.prepare(jar, owned).orElseThrow();
      assertThat(second.isUsed()).isTrue();
      App again = rig.app(second, user);
      again.start(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);
      again.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);
      assertThat(rig.files())
          .hasSize(2)
          .allSatisfy(one -> assertThat(Files.getOwner(one).getName()).isEqualTo(ann.name()));
      Path home = rig.homes().get(0);
      assertThat(Files.getOwner(home)).isEqualTo(Files.getOwner(rig.kept));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
          .isEqualTo("rwx--x--x");
      assertThat(rig.prepare(jar).orElseThrow().isUsed()).as("by the emperor's user").isFalse();
    } finally {
      users.close();
    }
  }
}
