package io.emperor.provisioning.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.OnChange;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class FileCommitTest {

  private static final OnChange HUP = OnChange.parse("signal:HUP");
  private static final OnChange NONE = OnChange.parse("none");
  private static final String SECRET = "hunter2";
  private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH.plusSeconds(1_000_000));

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final ShellPrograms programs = new ShellPrograms();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.emperor.provisioning");
  private FileCommit commit;
  private Path a;
  private Path b;

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    a = directory.resolve("a.cfg");
    b = directory.resolve("b.cfg");
    logger.setLevel(Level.DEBUG);
    logger.addAppender(log);
    log.start();
    commit = fresh();
  }

  @AfterEach
  void end() {
    logger.detachAppender(log);
    logger.setLevel(null);
    assertThat(log.list)
        .allSatisfy(
            event ->
                assertThat(
                        event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                    .doesNotContain(SECRET));
  }

  private FileCommit fresh() {
    return new FileCommit(
        "shop", new Checks(programs, Map.of("PATH", "/usr/bin:/bin"), directory, false));
  }

  private static FilePlan plan(Path destination) {
    return new FilePlan(destination, Optional.empty(), Optional.empty(), Optional.empty(), HUP);
  }

  private static FilePlan plan(Path destination, OnChange change) {
    return new FilePlan(destination, Optional.empty(), Optional.empty(), Optional.empty(), change);
  }

  private static RenderedFile file(Path destination, String content) {
    return new RenderedFile(plan(destination), content.getBytes(UTF_8));
  }

  private static RenderedFile checked(Path destination, String content, String check) {
    FilePlan plan =
        new FilePlan(destination, Optional.empty(), Optional.empty(), Optional.of(check), HUP);
    return new RenderedFile(plan, content.getBytes(UTF_8));
  }

  private static RenderedFile withMode(Path destination, String content, String mode) {
    FilePlan plan =
        new FilePlan(
            destination,
            Optional.of(FileMode.parse(mode)),
            Optional.empty(),
            Optional.empty(),
            HUP);
    return new RenderedFile(plan, content.getBytes(UTF_8));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void changes(Outcome outcome, Path... destinations) {
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    assertThat(((Outcome.Committed) outcome).destinations()).containsExactly(destinations);
  }

  private static void isRefused(Outcome outcome, String reason) {
    assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
    assertThat(outcome.changes()).isEmpty();
  }

  @Test
  void putsFilesInPlace() throws Exception {
    Outcome outcome = commit.commit(List.of(file(a, "one\r\n"), withMode(b, "two", "0640")));
    changes(outcome, a, b);
    assertThat(a).hasContent("one\r\n");
    assertThat(b).hasContent("two");
    assertThat(mode(a)).isEqualTo("rw-r--r--");
    assertThat(mode(b)).isEqualTo("rw-r-----");
    assertThat(entries()).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void aChangeIsToldOnceInTheOrderOfTheFiles() throws Exception {
    Path c = directory.resolve("c");
    Path d = directory.resolve("d");
    Outcome outcome =
        commit.commit(
            List.of(
                file(a, "1"),
                new RenderedFile(plan(b, NONE), new byte[0]),
                new RenderedFile(plan(c, OnChange.RELOAD), new byte[0]),
                file(d, "2")));
    assertThat(outcome.changes()).containsExactly(HUP, OnChange.RELOAD);
  }

  @Test
  void whatIsEqualIsNotWrittenNorCheckedNorTold() throws Exception {
    commit.commit(List.of(file(a, "same"), file(b, "old")));
    Files.setLastModifiedTime(a, LONG_AGO);
    changes(commit.commit(List.of(checked(a, "same", "exit 1"), file(b, "new"))), b);
    assertThat(Files.getLastModifiedTime(a)).isEqualTo(LONG_AGO);
    changes(fresh().commit(List.of(file(a, "same"), file(b, "new"))));
    assertThat(programs.run).isEmpty();
  }

  @Test
  void anotherContentOfTheSameLengthIsAChange() throws Exception {
    commit.commit(List.of(file(a, "one")));
    changes(commit.commit(List.of(file(a, "two"))), a);
    assertThat(a).hasContent("two");
  }

  @Test
  void anotherModeIsAChange() throws Exception {
    commit.commit(List.of(file(a, "one")));
    changes(commit.commit(List.of(withMode(a, "one", "0600"))), a);
    assertThat(mode(a)).isEqualTo("rw-------");
  }

  @Test
  void modeAndOwnerOfWhatIsThereStay() throws Exception {
    Files.writeString(a, "old");
    Files.setPosixFilePermissions(a, PosixFilePermissions.fromString("rw-rw----"));
    boolean root = (int) Files.getAttribute(a, "unix:uid") == 0;
    if (root) {
      Files.setAttribute(a, "unix:uid", 65534);
      Files.setAttribute(a, "unix:gid", 12345);
    }
    changes(commit.commit(List.of(file(a, "new"))), a);
    assertThat(a).hasContent("new");
    assertThat(mode(a)).isEqualTo("rw-rw----");
    if (root) {
      assertThat(Files.getAttribute(a, "unix:uid")).isEqualTo(65534);
      assertThat(Files.getAttribute(a, "unix:gid")).isEqualTo(12345);
    }
  }

  @Test
  void anOwnerIsGiven() throws Exception {
    Files.writeString(a, "same");
    assumeTrue((int) Files.getAttribute(a, "unix:uid") == 0, "only root gives files away");
    FilePlan plan =
        new FilePlan(
            a,
            Optional.empty(),
            Optional.of(FileOwner.parse("65534:12345")),
            Optional.of("stat -c %u:%g:%a $FILE | grep -qx 65534:12345:644"),
            HUP);
    RenderedFile file = new RenderedFile(plan, "same".getBytes(UTF_8));
    changes(commit.commit(List.of(file)), a);
    assertThat(Files.getAttribute(a, "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(a, "unix:gid")).isEqualTo(12345);
    changes(commit.commit(List.of(file)));
  }

  @Test
  void aCheckSeesTheStagedFileBesideItsDestination() throws Exception {
    Files.writeString(a, "old");
    String check =
        "grep -q new \"$FILE\" && grep -q old a.cfg && test $(dirname $FILE) = $PWD"
            + " && test $(env | grep -c FILE=) = 1";
    changes(commit.commit(List.of(checked(a, "new", check))), a);
    assertThat(programs.run.get(0).limit()).hasMinutes(1);
    assertThat(programs.run.get(0).words()).containsExactly("/bin/sh", "-c", check);
  }

  @Test
  void oneFailingCheckLeavesAllAsItWas() throws Exception {
    commit.commit(List.of(file(a, "old")));
    Outcome outcome =
        commit.commit(
            List.of(
                checked(a, "new", "true"),
                checked(b, "password=" + SECRET, "echo parse error; exit 3")));
    isRefused(outcome, b + ": its check failed with status 3; level DEBUG logs what it prints");
    assertThat(a).hasContent("old");
    assertThat(entries()).containsExactly(a);
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
        .contains(tuple(Level.DEBUG, "check of " + b + ": parse error"));
  }

  @Test
  void whatIsLoudIsInTheLogForEverybody() throws Exception {
    FileCommit loud = new FileCommit("shop", new Checks(programs, Map.of(), directory, true));
    isRefused(
        loud.commit(List.of(checked(a, "new", "kill -9 $$"))),
        a + ": its check was ended by signal 9; what it printed is in the log");
  }

  @Test
  void aCheckThatDoesNotEndIsNamed() throws Exception {
    FileCommit late =
        new FileCommit(
            "shop", new Checks(command -> new Ended(137, true), Map.of(), directory, true));
    isRefused(
        late.commit(List.of(checked(a, "new", "sleep 100"))),
        a + ": its check had not ended after 60 s and was killed; what it printed is in the log");
  }

  @Test
  void aCheckThatCantBeRunIsNamed() throws Exception {
    FileCommit broken =
        new FileCommit(
            "shop",
            new Checks(
                command -> {
                  throw new IOException("no\nshell");
                },
                Map.of(),
                directory,
                true));
    isRefused(
        broken.commit(List.of(checked(a, "new", "true"))),
        a + ": its check can't be run: no shell");
  }

  @Test
  void anInterruptedCheckIsEndedAndLeavesAllAsItWas() throws Exception {
    Path begun = directory.resolve("begun");
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Outcome unused =
                    commit.commit(List.of(checked(a, "new", "mkfifo begun; exec cat begun")));
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    thread.start();
    while (!Files.exists(begun)) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(entries()).containsExactly(begun);
  }

  @Test
  void withoutACheckAnInterruptStaysAndChangesNothing() throws Exception {
    Thread.currentThread().interrupt();
    Outcome outcome = commit.commit(List.of(file(a, "new"), file(b, "new")));
    assertThat(Thread.interrupted()).isTrue();
    changes(outcome, a, b);
    assertThat(a).hasContent("new");
  }

  /** The check of the second makes its destination something that nothing can be renamed over. */
  @Test
  void whatIsInPlaceIsPutBackIfAnotherCantBe() throws Exception {
    Path c = directory.resolve("c");
    Files.writeString(a, "old");
    Files.setPosixFilePermissions(a, PosixFilePermissions.fromString("rw-rw----"));
    Files.setLastModifiedTime(a, LONG_AGO);
    Outcome outcome =
        commit.commit(
            List.of(
                withMode(a, "new", "0600"),
                file(c, "was not there"),
                checked(b, "new", "mkdir b.cfg && touch b.cfg/x")));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith(b + ": can't be put in place: ")
                    .endsWith("; look at the rights and the file system of " + directory));
    assertThat(a).hasContent("old");
    assertThat(mode(a)).isEqualTo("rw-rw----");
    assertThat(Files.getLastModifiedTime(a)).isEqualTo(LONG_AGO);
    assertThat(entries()).containsExactlyInAnyOrder(a, b);
    assertThat(b.resolve("x")).exists();
  }

  @Test
  void whatAKilledCommitHasLeftIsRemovedAndNothingElse() throws Exception {
    List<Path> stay =
        Stream.of(".emperor.shop.2.1.new", ".emperor.shop.a.new", ".emperor.sho.1.new", "x.new")
            .map(directory::resolve)
            .toList();
    for (Path each : stay) {
      Files.createFile(each);
    }
    Path linked = directory.resolve(".emperor.shop.9.new");
    Files.createSymbolicLink(linked, stay.get(0));
    Files.createFile(directory.resolve(".emperor.shop.1234.new"));
    Files.createFile(directory.resolve(".emperor.shop.1234.old"));
    Files.writeString(a, "same");
    changes(commit.commit(List.of(file(a, "same"))));
    assertThat(entries())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(stay.stream(), Stream.of(linked, a)).toList());
  }

  @Test
  void aLinkIsNeitherFollowedNorReplaced() throws Exception {
    Files.writeString(b, "somebody's");
    Files.createSymbolicLink(a, b);
    isRefused(
        commit.commit(List.of(file(a, "new"))),
        a + ": is a link, which is not followed; write what it points to, or remove the link");
    assertThat(b).hasContent("somebody's");
    assertThat(a).isSymbolicLink();
  }

  @Test
  void aLinkThatComesDuringTheCommitIsReplacedNotFollowed() throws Exception {
    Files.writeString(b, "somebody's");
    changes(commit.commit(List.of(checked(a, "new", "ln -s b.cfg a.cfg"))), a);
    assertThat(b).hasContent("somebody's");
    assertThat(a).isRegularFile().hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkdir a.cfg", "mkfifo a.cfg"})
  void whatIsNoFileIsRefused(String make) throws Exception {
    var unused =
        new ProcessBuilder("/bin/sh", "-c", make).directory(directory.toFile()).start().waitFor();
    isRefused(
        commit.commit(List.of(file(b, "new"), file(a, "new"))),
        a
            + (make.startsWith("mkdir")
                ? ": is a directory; write a file in it, or remove it"
                : ": is a device, a pipe or a socket; write a file, or remove it"));
    assertThat(b).doesNotExist();
  }

  @Test
  void aDeviceIsRefused() throws Exception {
    isRefused(
        commit.commit(List.of(file(Path.of("/dev/null"), "new"))),
        "/dev/null: is a device, a pipe or a socket; write a file, or remove it");
  }

  @Test
  void aMissingDirectoryIsRefused() throws Exception {
    Path nowhere = directory.resolve("missing/a");
    Files.createFile(b);
    for (Path destination : List.of(nowhere, b.resolve("a"))) {
      isRefused(
          commit.commit(List.of(file(a, "new"), file(destination, "new"))),
          destination + ": its directory is not there; make it, or write another destination");
    }
    assertThat(entries()).containsExactly(b);
  }

  @Test
  void oneDestinationOfTwoFilesIsRefused() throws Exception {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, directory);
    isRefused(
        commit.commit(List.of(file(a, "1"), file(link.resolve("a.cfg"), "2"))),
        link + "/a.cfg: is the destination of two files; write another for one");
    changes(commit.commit(List.of(file(link.resolve("a.cfg"), "2"))), link.resolve("a.cfg"));
    assertThat(a).hasContent("2");
  }

  @Test
  void whatMemoryIsNotMeantForIsRefused() throws Exception {
    RenderedFile large = new RenderedFile(plan(a), new byte[33 << 20]);
    isRefused(
        commit.commit(List.of(large, new RenderedFile(plan(b), new byte[32 << 20]))),
        b
            + ": all files up to this one have more than 64 MiB; have less in them, or in another"
            + " vassal's");
    assertThat(entries()).isEmpty();
  }

  @Test
  void namesWithBlanksAndTheLongestOnesAreFiles() throws Exception {
    Path blank = Files.createDirectory(directory.resolve("a b\n'c"));
    Path longest = blank.resolve("x".repeat(255));
    changes(
        new FileCommit("v" + "x".repeat(199), new Checks(programs, Map.of(), directory, false))
            .commit(List.of(checked(longest, "new", "test -f \"$FILE\""))),
        longest);
    assertThat(longest).hasContent("new");
  }

  @Test
  void noVassalIsCalledLikeAPath() {
    Checks checks = new Checks(programs, Map.of(), directory, false);
    assertThatThrownBy(() -> new FileCommit("../x", checks))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noTextHasASecret() {
    RenderedFile file = checked(a, SECRET, "check --password " + SECRET);
    assertThat(file.toString()).doesNotContain(SECRET).contains("a.cfg", "7 bytes");
  }

  @Test
  void aReaderNeverSeesHalfAFile() throws Exception {
    commit.commit(List.of(new RenderedFile(plan(a), SelfDescribed.content(0))));
    CompletableFuture<Integer> reader = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                int seen = 0;
                while (!Thread.interrupted()) {
                  byte[] read;
                  try (var in = new FileInputStream(a.toFile())) {
                    read = in.readAllBytes();
                  }
                  SelfDescribed.number(read);
                  seen++;
                }
                reader.complete(seen);
              } catch (Throwable e) {
                reader.completeExceptionally(e);
              }
            });
    thread.start();
    for (int number = 1; number <= 200; number++) {
      changes(commit.commit(List.of(new RenderedFile(plan(a), SelfDescribed.content(number)))), a);
    }
    thread.interrupt();
    assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
  }
}
