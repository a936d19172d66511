package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the distribution, and that what it says of itself is true. */
@Tag("jdk")
class DistributionTest {

  private static final Path HOME = Path.of(System.getProperty("emperor.home")).normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]+)(#[^)\\s]*)?\\)");
  private static final Pattern COMMAND = Pattern.compile("\\bbin/[a-z-]+");

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files.filter(file -> file.toString().endsWith(".md")).map(HOME::relativize).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noLinkIsDead(Path page) throws IOException {
    String text = Files.readString(HOME.resolve(page)).replaceAll("(?s)```.*?```", "");

    assertThat(LINK.matcher(text).results().map(link -> link.group(1)))
        .filteredOn(link -> !link.contains("://"))
        .allSatisfy(link -> assertThat(HOME.resolve(page).resolveSibling(link)).exists());
  }

  @Test
  void itsReadmeNamesNoCommandThatIsNotThere() throws IOException {
    String readme = Files.readString(HOME.resolve("README.md"));

    assertThat(COMMAND.matcher(readme).results().map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(HOME.resolve(command)).isExecutable());
    assertThat(readme).doesNotContain("mvn verify", "make ", "checkout");
  }

  @Test
  void theApisSourcesAreInside() throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve("repository"))) {
      Path sources =
          files.filter(file -> file.toString().endsWith("-sources.jar")).findFirst().orElseThrow();
      try (JarFile jar = new JarFile(sources.toFile())) {
        assertThat(jar.getEntry("io/emperor/api/Vassal.java")).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "greeter", "settings", "turns", "counter", "directory"})
  void anExampleCanBeCopiedAndBuilt(String name, @TempDir Path copy) throws Exception {
    assertThat(MavenProject.example(name, copy).packed())
        .containsPattern("Tests run: [1-9][0-9]*, Failures: 0, Errors: 0")
        .contains("Building jar: ");
    assertThat(copy.resolve("target").resolve(name + ".jar")).exists();
  }
}
