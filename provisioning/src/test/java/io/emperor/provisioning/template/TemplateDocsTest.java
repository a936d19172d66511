package io.emperor.provisioning.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.source.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/templates.md says is so. */
class TemplateDocsTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```jinja\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir Path directory;

  private final String page;

  TemplateDocsTest() throws IOException {
    page = Files.readString(Path.of("../docs/templates.md"));
  }

  private Rendered rendered(String text) throws IOException {
    Files.writeString(directory.resolve("motd"), "hello");
    Files.writeString(directory.resolve("part.peb"), "part");
    return Template.read(Files.writeString(directory.resolve("a.peb"), text)).render(data());
  }

  private static TemplateData data() {
    String info = "{\"name\": \"shop\"}";
    return new FakeAnswers()
        .key("config/shop/workers", "4")
        .key("config/shop/info", info)
        .noKey("config/shop/none")
        .noKey("config/shop/beta")
        .keys("config/shop/", "workers=4", "info=" + info, "db/host=db1")
        .instances(
            "web",
            new Cluster.Instance("web-1", "10.0.0.1", 8080, List.of("blue", "http"), "n1"),
            new Cluster.Instance("web-2", "10.0.0.2", 8080, List.of("green"), "n2"))
        .put(
            new Query.Services(),
            Answer.of(List.of(new Cluster.Service("web", List.of("blue", "green", "http")))))
        .put(new Query.Nodes(), Answer.of(List.of(new Cluster.Node("n1", "10.0.0.1"))))
        .data(
            "{\"mysql\": {\"host\": \"db1\", \"port\": 3306}, \"features\": [\"search\","
                + " \"login\"]}");
  }

  @Test
  void itsExamplesRenderAsShown() throws IOException {
    int examples = 0;
    for (Matcher example = EXAMPLE.matcher(page); example.find(); examples++) {
      assertThat(rendered(example.group(1)).text()).isEqualTo(example.group(2));
    }
    assertThat(examples).isEqualTo(2);
  }

  @Test
  void whatItSaysToWriteInsteadOfConsulTemplatesIdiomsIsKnown() throws IOException {
    int rows = 0;
    for (String[] row : rows()) {
      for (String code : code(row[2])) {
        Rendered rendered = rendered(code);
        assertThat(rendered.missing()).as(code).isEmpty();
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(35);
  }

  @Test
  void eachIdiomOfGoIsRefusedAndHasItsHint() throws IOException {
    for (String[] row : rows()) {
      for (String code : code(row[1])) {
        if (!code.equals("{{- … -}}")) {
          assertThat(GoTemplates.hint("a", code)).as(code).isNotEmpty();
        }
      }
    }
  }

  private List<String[]> rows() {
    List<String[]> rows = new ArrayList<>();
    page.substring(page.indexOf("## From consul-template"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(line -> rows.add(line.split("(?<!\\\\)\\|", -1)));
    assertThat(rows).hasSizeGreaterThan(30).allMatch(row -> row.length == 5);
    return rows;
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell)
        .results()
        .map(found -> found.group(1).replace("\\|", "|"))
        .filter(code -> code.startsWith("{"))
        .toList();
  }
}
