package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/app-guide.md} tells to do, done to the letter. */
@Tag("jdk")
class AppGuideTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("emperor.home"), "docs", "app-guide.md");

  /** A file's path in bold, then perhaps some words, then the file. */
  private static final Pattern FILE =
      Pattern.compile("(?ms)^\\*\\*`([^`]+)`\\*\\*[^\\n]*\\n\\n```[a-z]+\\n(.*?)^```$");

  @TempDir Path project;
  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void theProjectThatStandsThereIsBuiltTestedDeployedAndServes() throws Exception {
    assertThat(written())
        .contains("pom.xml", "src/test/java/com/example/shop/ShopTest.java")
        .hasSize(7);

    assertThat(new MavenProject(project).packed()).contains("Tests run: 1, Failures: 0");

    try (Scene scene = Scene.start(data, vassals)) {
      String app = project.resolve("target/shop.jar").toString();
      Terminal.Outcome deployed = Terminal.beside(data, scene.emperor()).run("deploy", app);
      assertThat(deployed.status()).as(deployed.text()).isZero();
      int port = scene.consul().passing("shop").at("/Service/Port").asInt();
      assertThat(Http.get(port, "/price").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void everySnippetInJavaSaysWhereItsNamesComeFrom() throws Exception {
    Matcher snippets =
        Pattern.compile("(?ms)^ *```java\\n(.*?)^ *```$").matcher(Files.readString(GUIDE));
    while (snippets.find()) {
      String code = snippets.group(1);
      for (String name : List.of("Health", "Consul", "Duration", "VassalContext", "TestCluster")) {
        if (Pattern.compile("\\b" + name + "\\b").matcher(code).find()) {
          assertThat(code).containsPattern("import [a-z.]+\\." + name + ";");
        }
      }
    }
  }

  /** Writes the files of the guide; answers their paths. */
  private List<String> written() throws Exception {
    List<String> paths = new ArrayList<>();
    Matcher files = FILE.matcher(Files.readString(GUIDE));
    while (files.find()) {
      Path file = project.resolve(files.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, files.group(2));
      paths.add(files.group(1));
    }
    return paths;
  }
}
