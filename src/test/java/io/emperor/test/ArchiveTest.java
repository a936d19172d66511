package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code emperor archive}, and starts with what it has made, which may or may not fit. */
@Tag("jdk")
class ArchiveTest {

  @TempDir static Path scratch;

  private static Path home;
  private static Command made;

  private Path archive;
  private Path kept;

  @BeforeAll
  static void makeOne() {
    home = scratch.resolve("emperor");
    String unused =
        Command.run("cp", "-pR", EmperorProcess.HOME.toString(), home.toString()).orFail();
    made = emperor(Map.of(), "archive");
  }

  @BeforeEach
  void keep() throws IOException {
    archive = Path.of(made.orFail().lines().findFirst().orElseThrow());
    kept = Files.copy(archive, scratch.resolve("kept"));
  }

  @AfterEach
  void putBack() throws IOException {
    Files.deleteIfExists(archive);
    Files.move(kept, archive);
  }

  private static Command emperor(Map<String, String> environment, String... words) {
    String[] command =
        Stream.concat(Stream.of(home + "/bin/emperor"), Arrays.stream(words))
            .toArray(String[]::new);
    return Command.run(environment, command);
  }

  /** Starts, says nothing but what it was asked for, and answers where the main class came from. */
  private static String source() throws IOException {
    Path log = scratch.resolve("classes.log");
    Command version =
        emperor(Map.of("EMPEROR_JAVA_OPTS", "-Xlog:class+load:file=" + log), "run", "--version");
    assertThat(version.orFail().lines()).singleElement().asString().startsWith("emperor ");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" io.emperor.cli.Main ")).findFirst().orElseThrow();
    }
  }

  @Test
  void isUsedWhereItFits() throws IOException {
    assertThat(source()).contains("shared objects file");
  }

  @Test
  void leavesNothingElseBehind() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !isJar(file)))
          .containsExactlyInAnyOrder(archive, ofAwait());
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private Path ofAwait() {
    String name = archive.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return archive.resolveSibling(name.substring(0, dot) + "-await" + name.substring(dot));
  }

  @Test
  void whoWaitsHasOneOfItsOwn() {
    Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load");
    assertThat(emperor(environment, "await", "--wait", "file:///", "--", "true").orFail())
        .containsPattern("io.emperor.await.Await source: shared objects file");
  }

  @Test
  void canBeMadeAnewWhileItIsInUse() {
    assertThat(emperor(Map.of(), "archive").orFail().lines())
        .containsExactly(archive.toString(), ofAwait().toString());
  }

  @Test
  void aChangedJarIsReadItself() throws IOException {
    Path jar;
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      jar = files.filter(file -> file.toString().contains("slf4j-api")).findFirst().orElseThrow();
    }
    FileTime before = Files.getLastModifiedTime(jar);
    Path unused = Files.setLastModifiedTime(jar, FileTime.fromMillis(before.toMillis() + 5_000));
    try {
      assertThat(source()).contains(".jar").doesNotContain("shared objects file");
    } finally {
      unused = Files.setLastModifiedTime(jar, before);
    }
  }

  @Test
  void anotherBuildOfTheSameJavaGoesWithout() throws IOException {
    byte[] bytes = Files.readAllBytes(archive);
    String start = new String(bytes, 0, 8_192, StandardCharsets.ISO_8859_1);
    int build = start.indexOf("64-Bit");
    assertThat(build).as("the name of the JVM that made it").isPositive();
    bytes[build] = '7';
    replace(bytes);

    assertThat(source()).contains(".jar").doesNotContain("shared objects file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not what Java expects"})
  void whatIsNoneIsLeftAlone(String content) throws IOException {
    replace(content.getBytes(StandardCharsets.UTF_8));

    assertThat(source()).contains(".jar").doesNotContain("shared objects file");
  }

  private void replace(byte[] content) throws IOException {
    Files.delete(archive);
    Path unused = Files.write(archive, content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-Xshare:auto",
        "-XX:-UseCompressedOops",
        "-XX:+UseSerialGC",
        "-Xmx40g"
      })
  void optionsThatDoNotGoWithItAreObeyed(String option) {
    List<String> lines =
        emperor(Map.of("EMPEROR_JAVA_OPTS", option), "run", "--version").orFail().lines().toList();

    assertThat(lines).singleElement().asString().startsWith("emperor ");
  }

  @Test
  void whatKeepsItFromBeingMadeIsTold() {
    Command failed =
        emperor(Map.of("EMPEROR_JAVA_OPTS", "-Djava.io.tmpdir=/dev/null/absent"), "archive");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.output().lines()) // Java 25 says before that there is no such directory
        .anyMatch(line -> line.startsWith("emperor: no archive was made: "));
  }
}
