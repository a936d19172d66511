package io.emperor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  /** In a Maven repository: what the parent's {@code dependencyManagement} sets a version of. */
  private static final Pattern MANAGED =
      Pattern.compile(
          "/(?:com/fasterxml/jackson/[a-z]+|com/google/guava|com/squareup/retrofit2|org/apache/commons)"
              + "/([a-z0-9-]+)/[0-9]");

  /** An app has another parent, and would get the versions that the Consul client was made with. */
  @Test
  void whatTheParentManagesIsADependencyOfTheKitItself() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));

    List<String> managed =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .map(MANAGED::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1))
            .filter(artifact -> !List.of("failureaccess", "listenablefuture").contains(artifact))
            .toList();

    assertThat(managed).contains("jackson-core", "guava", "retrofit", "commons-lang3");
    assertThat(managed)
        .filteredOn(artifact -> !artifact.equals("jackson-databind"))
        .allSatisfy(name -> assertThat(pom).contains("<artifactId>" + name + "</artifactId>"));
  }
}
