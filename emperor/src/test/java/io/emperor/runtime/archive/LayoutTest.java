package io.emperor.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.runtime.AppJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars that unpack themselves as Spring Boot's do, and jars that don't. */
@Timeout(60)
class LayoutTest {

  /** {@code extract --destination DIR --application-filename NAME}. */
  private static final String TOOL =
      """
      if (!"tools".equals(System.getProperty("jarmode"))) { throw new Error("not asked"); }
      java.nio.file.Path to = java.nio.file.Path.of(args[2]);
      java.nio.file.Files.createDirectory(to.resolve("lib"));
      java.nio.file.Files.writeString(to.resolve("lib").resolve("a.jar"), "a");
      java.nio.file.Files.writeString(to.resolve(args[4]), args[0] + " " + args.length);
      System.exit(%s);
      """;

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

  private Path run(ExecutableJar jar) throws Exception {
    List<String> words = rig.prepare(jar).orElseThrow().words();
    return Path.of(words.get(words.size() - 1));
  }

  private AppJar boot(String status) {
    return ArchiveRig.boot("JarLauncher", TOOL.formatted(status));
  }

  @Test
  void aJarWithToolsUnpacksItself() throws Exception {
    Path run = run(rig.jar(boot("0"), "shop-1.jar"));

    assertThat(run).hasContent("extract 5");
    assertThat(run.resolveSibling("lib").resolve("a.jar")).hasContent("a");
  }

  @Test
  void aJarWhoseToolsFailIsCopied() throws Exception {
    ExecutableJar jar = rig.jar(boot("3"), "shop-1.jar");

    assertThat(run(jar)).hasSameBinaryContentAs(jar.jar());
    assertThat(rig.log()).anyMatch(line -> line.startsWith("its jar is not unpacked: "));
    assertThat(rig.names()).as("nothing of the attempt").containsExactly("app.jar");
  }

  @Test
  void anyOtherJarIsCopiedAndNothingOfItIsRun() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.jar("throw new Error();"), "shop-1.jar");

    assertThat(run(jar)).hasSameBinaryContentAs(jar.jar());
    assertThat(rig.log()).containsExactly("makes an archive of its classes when it ends");
  }

  /** It takes libraries from where a property says, which nobody would look at any more. */
  @Test
  void aJarWithAnotherLauncherIsCopied() throws Exception {
    ExecutableJar jar =
        rig.jar(ArchiveRig.boot("PropertiesLauncher", TOOL.formatted("0")), "shop-1.jar");

    assertThat(run(jar)).hasSameBinaryContentAs(jar.jar());
  }

  @Test
  void whatIsBesideAJarComesAlong() throws Exception {
    Path whole = Files.createDirectories(directory.resolve("shop-1"));
    Path file = boot("0").writtenTo(whole.resolve("Shop's -own.jar"));
    Files.createDirectory(whole.resolve("lib"));
    Path library = Files.writeString(whole.resolve("lib").resolve("b.jar"), "b");
    ExecutableJar jar = ExecutableJar.of(file, whole);

    Path run = run(jar);

    assertThat(run).hasSameBinaryContentAs(file).hasFileName("Shop's -own.jar");
    assertThat(run.resolveSibling("lib").resolve("b.jar")).hasContent("b");
    Files.writeString(library, "another");
    assertThat(run(ExecutableJar.of(file, whole))).isNotEqualTo(run);
  }

  /** A whole start would take what another has not finished for its own. */
  @Test
  void nothingIsInPlaceBeforeItIsWhole() throws Exception {
    Path unused = run(rig.jar(boot("0"), "shop-1.jar"));

    assertThat(rig.homes())
        .singleElement()
        .satisfies(home -> assertThat(home.getFileName().toString()).matches("[0-9a-f]{64}"));
  }
}
