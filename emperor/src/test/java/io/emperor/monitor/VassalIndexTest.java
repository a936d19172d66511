package io.emperor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class VassalIndexTest {

  private static final Logger ROOT = (Logger) LoggerFactory.getLogger("io.emperor.monitor");

  private final Path top;
  private final Path directory;
  private final FakeClock clock = new FakeClock();
  private final FaultyDisk disk = new FaultyDisk();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final VassalIndex index;

  VassalIndexTest(@TempDir Path top) throws IOException {
    this.top = top;
    this.directory = Files.createDirectory(top.resolve("vassals"));
    this.index = census(directory.toString());
    log.start();
    ROOT.addAppender(log);
  }

  @AfterEach
  void detach() {
    ROOT.detachAppender(log);
  }

  @Test
  void aWholeJarAppearsAtOnceAndGoesWhenItIsRemoved() throws IOException {
    scan();
    Path jar = write("hello.jar", Jars.with("a"));

    assertThat(look(jar)).containsExactly("APPEARED hello hello.jar");
    assertThat(scan()).isEmpty();
    Files.delete(jar);
    assertThat(look(jar)).isEmpty();
    assertThat(rest(150)).containsExactly("GONE hello");
    assertThat(index.isSettled()).isTrue();
  }

  @Test
  void filesOfOneNameAreOneVassal() throws IOException {
    write("hello.jar", Jars.with("a"));
    Path config = write("hello.yaml", "drain: 1s");
    write("alone.ini", "app = x.jar");

    assertThat(scan())
        .containsExactly("APPEARED alone alone.ini", "APPEARED hello hello.jar hello.yaml");
    Files.delete(config);
    scan();
    assertThat(rest(150)).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void theJarMayGoWhileItsConfigurationStays() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    write("hello.yaml", "drain: 1s");
    scan();

    Files.delete(jar);
    look(jar);

    assertThat(rest(150)).containsExactly("CHANGED hello hello.yaml");
  }

  @Test
  void whatIsReplacedByRemovingAndWritingHasOnlyChanged() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    Files.delete(jar);
    assertThat(look(jar)).isEmpty();
    write("hello.jar", Jars.with("b"));

    assertThat(look(jar)).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void aTouchIsAChangeWhateverTheTime() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    touch(jar, Duration.ofDays(-400));
    assertThat(scan()).containsExactly("CHANGED hello hello.jar");
    touch(jar, Duration.ofSeconds(-10));
    assertThat(scan()).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void anEditOfTheSameSizeWithinTheSameTickIsFoundByTheScanAlone() throws IOException {
    Path jar = write("hello.jar", Jars.with("one"));
    touch(jar, Duration.ZERO);
    FileTime time = Files.getLastModifiedTime(jar);
    scan();

    write("hello.jar", Jars.with("two"));
    Files.setLastModifiedTime(jar, time);
    clock.advance(Duration.ofSeconds(3));

    assertThat(scan()).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void anEditThatOnlyTheWatchCanSeeIsFoundByItsName() throws IOException {
    Path config = write("hello.yaml", "drain: 1s");
    touch(config, Duration.ofHours(-1));
    FileTime time = Files.getLastModifiedTime(config);
    scan();

    write("hello.yaml", "drain: 2s");
    Files.setLastModifiedTime(config, time);
    assertThat(scan()).isEmpty();

    assertThat(look(config)).containsExactly("CHANGED hello hello.yaml");
  }

  @Test
  void anEventWithoutADifferenceIsNone() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    assertThat(look(jar)).isEmpty();
  }

  @Test
  void aHalfCopiedJarWaitsForItsEndAndHoldsUpNobody() throws IOException {
    byte[] bytes = Jars.with("some longer text");
    Path half = write("half.jar", Arrays.copyOf(bytes, 40));
    write("whole.jar", bytes);

    assertThat(scan()).containsExactly("APPEARED whole whole.jar");
    assertThat(rest(1000)).isEmpty();
    write("half.jar", Arrays.copyOf(bytes, 50));
    assertThat(rest(1000)).isEmpty();
    write("half.jar", bytes);
    assertThat(look(half)).containsExactly("APPEARED half half.jar");
  }

  @Test
  void aTruncatedJarIsReportedOnceItRests() throws IOException {
    write("half.jar", "no zip");
    write("empty.jar", "");

    assertThat(scan()).isEmpty();
    assertThat(rest(1400)).isEmpty();
    assertThat(index.isSettled()).isFalse();
    assertThat(rest(200))
        .containsExactlyInAnyOrder("APPEARED half half.jar", "APPEARED empty empty.jar");
    assertThat(index.isSettled()).isTrue();
  }

  @Test
  void aRunningJarThatIsOverwrittenHasNotChangedBeforeItIsWhole() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    write("hello.jar", "");
    assertThat(look(jar)).isEmpty();
    write("hello.jar", Arrays.copyOf(Jars.with("bb"), 30));
    assertThat(look(jar)).isEmpty();
    assertThat(rest(1000)).isEmpty();
    write("hello.jar", Jars.with("bb"));

    assertThat(look(jar)).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void aJarWaitsForItsConfigurationToRest() throws IOException {
    write("hello.jar", Jars.with("a"));
    touch(write("hello.yaml", "dra"), Duration.ZERO);

    assertThat(scan()).isEmpty();
    assertThat(rest(50)).isEmpty();
    assertThat(rest(100)).containsExactly("APPEARED hello hello.jar hello.yaml");
  }

  @Test
  void filesThatAreNobodysBusinessAreIgnored() throws IOException {
    for (String name :
        List.of(".hidden.jar", "a.jar.tmp", "a.jar.part", ".a.yaml.swp", "a.yaml~", ".README")) {
      write(name, "x");
    }

    assertThat(scan()).isEmpty();
    assertThat(rest(2000)).isEmpty();
    assertThat(log.list).isEmpty();
  }

  @Test
  void whatElseIsThereIsSaidOnce() throws IOException {
    write("hello.ear", "x");
    Path sub = Files.createDirectory(directory.resolve("sub"));
    Path war = Files.createDirectory(directory.resolve("shop.war"));
    write("hello.yaml", "drain: 1s");

    assertThat(scan()).containsExactly("APPEARED hello hello.yaml");
    assertThat(scan()).isEmpty();

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactlyInAnyOrder(
            directory.resolve("hello.ear")
                + " is left alone: a vassal's files end in .jar, .war or .yaml, .yml, .properties,"
                + " .ini",
            sub + " is not looked into: name it with --vassals if there are vassals in it",
            war + " is left alone: it is a directory, and a vassal is a file: pack it");
    Files.delete(war);
    scan();
    write("shop.war", Jars.with("a"));
    assertThat(scan()).containsExactly("APPEARED shop shop.war");
  }

  @Test
  void ofManyOtherThingsNoMoreThanTwentyAreNamed() throws IOException {
    for (int i = 0; i < 50; i++) {
      write("note-" + i + ".txt", "x");
    }

    assertThat(scan()).isEmpty();

    assertThat(log.list).hasSize(21);
    assertThat(log.list.get(20).getFormattedMessage())
        .endsWith(" and what else comes there is left alone, too");
  }

  @Test
  void endingsInCapitalsAreEndings() throws IOException {
    Path jar = write("CAPS.JAR", Jars.with("a"));
    write("CAPS.Yaml", "drain: 1s");
    assertThat(scan()).containsExactly("APPEARED CAPS CAPS.JAR CAPS.Yaml");

    assertThat(look(write("later.WAR", Jars.with("a"))))
        .containsExactly("APPEARED later later.WAR");
    Files.delete(jar);
    look(jar);
    assertThat(rest(150)).containsExactly("CHANGED CAPS CAPS.Yaml");
  }

  @Test
  void aVassalWhoseCaseChangesGoesBeforeItComes() throws IOException {
    Path jar = write("Shop.jar", Jars.with("a"));
    scan();

    Path renamed = Files.move(jar, directory.resolve("shop.jar"));
    assertThat(look(renamed)).isEmpty();
    assertThat(look(jar)).isEmpty();

    assertThat(rest(150)).containsExactly("GONE Shop", "APPEARED shop shop.jar");
    assertThat(log.list).isEmpty();
  }

  @Test
  void ofTwoThatDifferByCaseOneHasTheName() throws IOException {
    Path first = write("Shop.jar", Jars.with("a"));
    scan();
    Path second = write("shop.jar", Jars.with("b"));

    assertThat(look(second)).isEmpty();
    assertThat(scan()).isEmpty();

    assertThat(warnings())
        .containsExactly(
            "two vassals are called shop but for the case, which Consul ignores: "
                + first
                + " has the name, "
                + second
                + " is left alone: rename or remove one");
  }

  /** Whoever opened the pipe would wait for its other end, and the device has no end. */
  @Test
  @Timeout(20)
  void whatIsNoFileIsNeverOpened() throws Exception {
    assertThat(
            new ProcessBuilder("mkfifo", "pipe.jar", "text.yaml")
                .directory(directory.toFile())
                .start()
                .waitFor())
        .isZero();
    Files.createSymbolicLink(directory.resolve("zero.war"), Path.of("/dev/zero"));
    Files.createSymbolicLink(directory.resolve("loop.jar"), Path.of("loop.jar"));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(directory.resolve("socket.yaml")));

      assertThat(scan()).noneMatch(news -> news.matches("APPEARED (pipe|text|zero|socket) .*"));
      assertThat(rest(150)).noneMatch(news -> news.matches("APPEARED (pipe|text|zero|socket) .*"));
    }
  }

  @Test
  void aNameThatCantBeAVassalsIsWarnedAboutOnce() throws IOException {
    Path bad = write("ev il\n\u001b[31m\u202e.jar", Jars.with("a"));

    assertThat(scan()).isEmpty();
    assertThat(look(bad)).isEmpty();
    assertThat(scan()).isEmpty();

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("ev il\\u000a\\u001b[31m\\u202e.jar")
        .doesNotContain("\n", "\u001b", "\u202e");
  }

  @Test
  void twoConfigurationFilesShowInTheSource() throws IOException {
    write("hello.yaml", "");
    write("hello.ini", "");

    index.scan();

    assertThat(index.news())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.source().conflict())
                    .contains("two configuration files: hello.ini and hello.yaml: remove one"));
  }

  @Test
  void theFirstOfTwoKeepsTheNameAndTheOtherTakesOver() throws IOException {
    Path other = Files.createDirectory(top.resolve("another"));
    VassalIndex both = census(directory.toString(), other.toString());
    Files.write(other.resolve("hello.jar"), Jars.with("b"));
    Path first = write("hello.jar", Jars.with("a"));

    both.scan();
    assertThat(told(both)).containsExactly("APPEARED hello hello.jar");
    both.scan();
    assertThat(told(both)).isEmpty();
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains(first.toString(), other.resolve("hello.jar").toString(), "rename or remove one");

    Files.delete(first);
    both.scan();
    clock.advance(Duration.ofMillis(150));
    both.settle();
    List<FileChange> news = both.news();
    assertThat(news)
        .map(FileChange::kind)
        .containsExactly(FileChange.Kind.GONE, FileChange.Kind.APPEARED);
    assertThat(news.get(1).source().directory()).isEqualTo(other);
  }

  @Test
  void anUnchangedDirectoryIsListedOnceAndNothingIsOpened() throws IOException {
    for (int i = 0; i < 100; i++) {
      write("v" + i + ".jar", Jars.with("a"));
    }
    assertThat(scan()).hasSize(100);
    disk.opened.clear();
    disk.listed.clear();

    assertThat(scan()).isEmpty();

    assertThat(disk.opened).isEmpty();
    assertThat(disk.listed).containsExactly(directory);
  }

  @Test
  void anEventOpensNothingButItsOwnFile() throws IOException {
    write("other.jar", Jars.with("a"));
    Path jar = write("hello.jar", Jars.with("a"));
    scan();
    disk.opened.clear();
    disk.listed.clear();

    look(jar);

    assertThat(disk.opened).containsExactly(jar);
    assertThat(disk.listed).isEmpty();
  }

  @Test
  void aDirectoryThatIsRemovedKeepsItsVassals() throws IOException {
    write("hello.jar", Jars.with("a"));
    Path gone = write("gone.jar", Jars.with("a"));
    scan();

    Path aside = top.resolve("aside");
    Files.move(directory, aside);
    assertThat(look(gone)).isEmpty();
    assertThat(scan()).isEmpty();
    assertThat(rest(5000)).isEmpty();
    assertThat(scan()).isEmpty();
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains(directory.toString(), "is no longer there: its vassals, 2, keep running");

    Files.delete(aside.resolve("gone.jar"));
    Files.move(aside, directory);
    scan();
    assertThat(rest(150)).containsExactly("GONE gone");
    assertThat(log.list.get(log.list.size() - 1).getFormattedMessage())
        .contains("can be read again");
  }

  @Test
  void aDirectoryThatCantBeReadKeepsItsVassals() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    disk.locked.add(directory);
    assertThat(look(jar)).isEmpty();
    assertThat(scan()).isEmpty();
    assertThat(rest(5000)).isEmpty();
    assertThat(warnings()).hasSize(1);
    disk.locked.clear();

    assertThat(scan()).isEmpty();
  }

  @Test
  void aFileThatCantBeReadIsReportedOnceAndAgainWhenItCan() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    disk.locked.add(jar);

    scan();
    assertThat(rest(1600)).containsExactly("APPEARED hello hello.jar");
    assertThat(scan()).isEmpty();
    disk.locked.clear();
    assertThat(scan()).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void aFileThatVanishesBetweenListingAndStatIsNotThere() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    disk.vanishing.add(jar);

    assertThat(scan()).isEmpty();
    assertThat(rest(2000)).isEmpty();
  }

  @Test
  void aFileAndADirectoryMayTakeEachOthersPlace() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    Files.delete(jar);
    Files.createDirectory(jar);
    scan();
    assertThat(rest(150)).containsExactly("GONE hello");

    Files.delete(jar);
    write("hello.jar", Jars.with("a"));
    assertThat(scan()).containsExactly("APPEARED hello hello.jar");
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    Path target = top.resolve("target");
    Path link = directory.resolve("hello.jar");
    Files.createSymbolicLink(link, target);
    assertThat(scan()).isEmpty();

    Files.write(target, Jars.with("a"));
    assertThat(scan()).containsExactly("APPEARED hello hello.jar");
    Files.write(target, Jars.with("bb"));
    assertThat(scan()).containsExactly("CHANGED hello hello.jar");
    Files.delete(target);
    scan();
    assertThat(rest(150)).containsExactly("GONE hello");
  }

  @Test
  void aFollowedFileIsPartOfItsVassal() throws IOException {
    write("hello.yaml", "app: ../lib.jar");
    Path lib = Files.write(top.resolve("lib.jar"), Jars.with("a"));
    Path next = Files.write(top.resolve("next.jar"), Jars.with("a"));
    scan();

    index.follow("hello", List.of(lib));
    assertThat(scan()).isEmpty();
    Files.write(lib, Jars.with("bb"));
    assertThat(look(lib)).containsExactly("CHANGED hello hello.yaml");
    Files.delete(lib);
    look(lib);
    assertThat(rest(150)).containsExactly("CHANGED hello hello.yaml");
    Files.write(lib, Jars.with("back"));
    assertThat(scan()).containsExactly("CHANGED hello hello.yaml");

    index.follow("hello", List.of(next));
    Files.write(lib, Jars.with("ccc"));
    assertThat(look(lib)).isEmpty();
    assertThat(scan()).isEmpty();
    Files.write(next, Jars.with("bb"));
    assertThat(scan()).containsExactly("CHANGED hello hello.yaml");
  }

  @Test
  void anyOfSeveralFollowedFilesIsOneAlsoIfItIsYetToCome() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    Path lib = Files.write(top.resolve("lib.jar"), Jars.with("a"));
    Path later = top.resolve("later.jar");
    scan();
    index.follow("hello", List.of(jar, lib, later));
    assertThat(scan()).isEmpty();

    Files.write(later, Jars.with("a"));
    assertThat(look(later)).containsExactly("CHANGED hello hello.jar");
    Files.write(lib, Jars.with("bb"));
    assertThat(look(lib)).containsExactly("CHANGED hello hello.jar");

    index.follow("hello", List.of());
    Files.write(later, Jars.with("ccc"));
    assertThat(look(later)).isEmpty();
  }

  @Test
  void aFollowedFileThatWasHalfCopiedIsAChangeOnceItIsWhole() throws IOException {
    write("hello.yaml", "app: ../lib.jar");
    Path lib = Files.write(top.resolve("lib.jar"), new byte[] {1});
    scan();
    index.follow("hello", List.of(lib));

    assertThat(rest(200)).isEmpty();
    Files.write(lib, Jars.with("a"));

    assertThat(look(lib)).containsExactly("CHANGED hello hello.yaml");
  }

  @Test
  void aVassalMayFollowItsOwnJar() throws IOException {
    Path jar = write("hello.jar", Jars.with("a"));
    scan();

    index.follow("hello", List.of(jar));

    assertThat(scan()).isEmpty();
    index.follow("hello", List.of(top.resolve("none.jar")));
    assertThat(scan()).isEmpty();
    write("hello.jar", Jars.with("bb"));
    assertThat(scan()).containsExactly("CHANGED hello hello.jar");
  }

  @Test
  void globsFindDirectoriesAndFilesEvenLater() throws IOException {
    VassalIndex globs = census(top + "/apps-*", top + "/build/*/*.jar");
    globs.scan();
    assertThat(told(globs)).isEmpty();

    Path apps = Files.createDirectories(top.resolve("apps-1"));
    Path build = Files.createDirectories(top.resolve("build/x"));
    Files.write(apps.resolve("one.jar"), Jars.with("a"));
    Files.write(build.resolve("two.jar"), Jars.with("a"));
    Files.writeString(build.resolve("two.yaml"), "");
    Files.writeString(build.resolve("three.yaml"), "");
    Files.write(build.resolve("bad name.txt"), Jars.with("a"));
    globs.scan();

    assertThat(told(globs))
        .containsExactly("APPEARED one one.jar", "APPEARED two two.jar two.yaml");
    disk.opened.clear();
    globs.scan();
    assertThat(disk.opened).isEmpty();
  }

  private VassalIndex census(String... words) {
    return new VassalIndex(VassalsPattern.all(List.of(words)), disk, clock, new NoWatch());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private void touch(Path file, Duration after) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(clock.now().plus(after)));
  }

  private List<String> scan() {
    index.scan();
    return told(index);
  }

  private List<String> look(Path file) {
    Path parent = file.getParent();
    index.look(parent == null ? top : parent, String.valueOf(file.getFileName()));
    return told(index);
  }

  private List<String> rest(long millis) {
    clock.advance(Duration.ofMillis(millis));
    index.settle();
    return told(index);
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static List<String> told(VassalIndex index) {
    return index.news().stream().map(VassalIndexTest::shown).toList();
  }

  private static String shown(FileChange change) {
    VassalSource source = change.source();
    StringBuilder shown = new StringBuilder(change.kind() + " " + source.name());
    source.apps().forEach(app -> append(shown, app));
    source.configs().forEach(config -> append(shown, config));
    return shown.toString();
  }

  private static void append(StringBuilder shown, Path path) {
    shown.append(' ').append(path.getFileName());
  }
}
