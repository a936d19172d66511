package io.emperor.provisioning.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a template says, it is rendered, waits, or is refused in lines without a value. */
class TemplateFuzzTest {

  private static final String SECRET = "hunter2";
  private static final Limits SMALL =
      new Limits(100_000, 1 << 20, 10_000, 50, 20, Duration.ofSeconds(10));

  @TempDir Path directory;

  private final TemplateData data =
      new FakeAnswers()
          .key("a", SECRET)
          .noKey("b")
          .keys("t/", "a=" + SECRET, "b/c=1")
          .instances("web", new Cluster.Instance("web-1", "h", 1, List.of("blue")))
          .data("{\"a\": {\"b\": \"" + SECRET + "\"}, \"l\": [1, \"x\", null]}");

  @FuzzTest(maxDuration = "30s")
  void isRenderedOrRefused(FuzzedDataProvider fuzzed) throws IOException {
    String text = fuzzed.consumeRemainingAsString();
    List<String> lines = new ArrayList<>(GoTemplates.hint("a.peb", text));
    Path file = Files.writeString(directory.resolve("a.peb"), text.replaceAll("\\p{Cs}", "?"));
    try {
      Rendered rendered = Template.read(file).render(data, SMALL);
      assertThat(rendered.isComplete() || rendered.text().isEmpty()).isTrue();
      lines.addAll(rendered.missing());
    } catch (InvalidInputException e) {
      assertThat(e.problems()).isNotEmpty();
      lines.addAll(e.problems());
    }
    assertThat(lines).noneMatch(line -> line.contains("\n"));
    assertThat(text.contains(SECRET) || lines.stream().noneMatch(line -> line.contains(SECRET)))
        .isTrue();
  }
}
