package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no configuration, or one that was made to do harm. */
class HostileFilesTest {

  /** What a message may have at most: it stands in lists beside thousands of others. */
  private static final int LONGEST = 2_100;

  private static final Duration SOON = Duration.ofMinutes(1);

  private final VassalConfigReader reader = new VassalConfigReader("rome", Map.of());
  private final Path directory;

  HostileFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static Stream<Arguments> crowds() {
    return Stream.of(
        crowd("a.yaml", "key-%d: x", 60_000),
        crowd("b.ini", "key-%d = x", 60_000),
        crowd("c.yaml", "drain-%d: [a, [b]]", 40_000),
        crowd("d.ini", "no key %d", 60_000),
        crowd("e.yaml", "k%d: *a", 60_000));
  }

  private static Arguments crowd(String name, String line, int lines) {
    return Arguments.of(name, line, lines);
  }

  @ParameterizedTest
  @MethodSource("crowds")
  void ofVeryManyProblemsTheFirstAreToldAndTheOthersCounted(String name, String line, int lines)
      throws IOException {
    Path file = write(name, lines(line, lines));

    InvalidConfigException e = assertTimeoutPreemptively(SOON, () -> refused(file));

    assertThat(e.problems()).hasSize(Problems.MOST);
    assertThat(e.lines())
        .hasSize(Problems.MOST + 1)
        .allSatisfy(told -> assertThat(told).hasSizeLessThan(LONGEST))
        .last()
        .asString()
        .matches("and [0-9]{2,3},[0-9]{3} more");
    assertThat(e.getMessage()).hasSizeLessThan(LONGEST).containsPattern("; and [0-9,]+ more$");
  }

  @Test
  void theOthersAreCounted() throws IOException {
    assertThat(refused(write("a.yaml", lines("key-%d: x", 60_000))).lines())
        .endsWith("and 59,980 more");
    assertThat(refused(write("b.yaml", "consul-service-tags: [" + "'',".repeat(300_000) + "]")))
        .hasMessageEndingWith("; and 299,980 more");
  }

  @Test
  void manyEntriesAreReadInTimeThatFollowsTheirNumber() throws IOException {
    Path file = write("a.ini", lines("settings.k%d=x", 50_000));

    assertTimeoutPreemptively(
        SOON, () -> assertThat(reader.read("a", file, null).settings()).hasSize(50_000));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void noProblemIsLong(String text) throws IOException {
    InvalidConfigException e = refused(write("a.yaml", text));

    assertThat(e.getMessage()).hasSizeLessThan(LONGEST);
    assertThat(e.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST));
  }

  static Stream<String> longTexts() {
    String much = "x".repeat(900_000);
    return Stream.of(
        "? " + much + "\n: 1\ndrain: 1s\n",
        "drain: " + much,
        "env: {A: '${" + much + "}'}",
        "env: {? " + much + " : '${'}",
        "settings: [" + "[".repeat(900_000),
        "settings: &" + much + " {a: b}\napp: *" + much,
        "settings: !" + much + "!a b",
        "\"" + "\\a".repeat(1_000) + "\": 1",
        "depends-on: ['" + "\u0001\ud83d\ude00".repeat(100_000) + "']");
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of("x.yaml", "root:$6$hunter2:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n"),
        Arguments.of("x.ini", "root:$6$hunter2:19000:0:99999:7:::\nx=hunter2:19000:0:99999:7:::\n"),
        Arguments.of("x.yaml", "-----BEGIN PRIVATE KEY-----\nMIIEhunter2==\n-----END\n"),
        Arguments.of("x.properties", "-----BEGIN PRIVATE KEY-----\nMIIEhunter2==\n-----END\n"),
        Arguments.of("x.ini", "DB_PASSWORD=hunter2\nport=hunter2\nMIIEhunter2=\nMIIEhunter2=\n"),
        Arguments.of("x.yaml", "hunter2: {hunter2: [hunter2]}\nhunter2: *hunter2\n"),
        Arguments.of("x.yaml", "users: [hunter2, {hunter2: 1}]\nhunter2: 'hunter2"),
        Arguments.of("x.yaml", "machine host login me password hunter2"),
        Arguments.of("x.yaml", "a: !hunter2!b c"),
        Arguments.of("x.yaml", "%TAG !hunter2! a\n%TAG !hunter2! b\n---\na: b"),
        Arguments.of("x.yaml", "%YAML hunter2\n---\na: b"),
        Arguments.of("x.yaml", "%YAML 1.99999999992222\n---\na: b"),
        Arguments.of("x.yaml", "a: \"\\xhunter2\""),
        Arguments.of("x.yaml", "a: \"\\hunter2\""),
        Arguments.of("x.yaml", "a: |hunter2\n b"),
        Arguments.of("x.yaml", "a: !<hunter2 b> c"),
        Arguments.of("x.yaml", "a: !<%hunter2> c"),
        Arguments.of("x.yaml", "a: &hunter2 *hunter2"),
        Arguments.of("x.yaml", "a: &hunter2!x b"),
        Arguments.of("x.yaml", "a: @hunter2"),
        Arguments.of("x.yaml", "a: hunter2\u0007"),
        Arguments.of("x.yaml", "a: [hunter2: hunter2, hunter2"),
        Arguments.of("x.yaml", "hunter2\na: b"),
        Arguments.of("x.yaml", "- hunter2"),
        Arguments.of("x.yaml", "hunter2"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void nothingIsRepeatedOfWhatIsNoConfiguration(String name, String text) throws IOException {
    InvalidConfigException e = refused(write(name, text));

    assertThat(e.lines())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .doesNotContain("hunter2", "9992222", "root", "MIIE", "PASSWORD", "users"));
  }

  @Test
  void whatIsWrongIsSaidWithoutTheWordsOfTheFile() throws IOException {
    Path link = directory.resolve("x.yaml");
    Files.createSymbolicLink(link, write("shadow", "root:$6$a:19000::::::\n"));
    Path keys = write("y.ini", "DB_PASSWORD = a\ndran = 1s\nhunter2\n");
    Path broken = write("z.yaml", "a: !hunter2!b c");

    assertThat(refused(link)).hasMessageStartingWith(link + ":1: unknown key: remove it, or use");
    assertThat(refused(keys).lines())
        .containsExactly(
            keys + ":3: has no key: write key = value",
            keys
                + ":1: unknown key: remove it, or use one of "
                + String.join(", ", VassalKeys.names()),
            keys + ":2: dran: unknown key: did you mean drain?");
    assertThat(refused(broken))
        .hasMessage(
            broken
                + ":1: is not YAML: while parsing a node, found undefined tag handle: correct it");
  }

  @Test
  void anUnknownKeyBesideAKnownOneIsNamedAndItsValueIsNot() throws IOException {
    Path file = write("a.yaml", "drain: 1s\ncolour: {mauve: hunter2}\n");

    assertThat(refused(file))
        .hasMessageStartingWith(file + ":2: colour: unknown key: remove it")
        .hasMessageNotContainingAny("hunter2", "mauve");
  }

  private InvalidConfigException refused(Path file) {
    return catchThrowableOfType(
        InvalidConfigException.class, () -> reader.read("hello", file, null));
  }

  private static String lines(String line, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> line.replace("%d", Integer.toString(number)))
        .collect(Collectors.joining("\n"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
