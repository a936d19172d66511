package io.emperor.provisioning.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

class CoercionFuzzTest {

  private static final Path FILE = Path.of("/a.schema");

  /** Whatever a text says, it stays, or is what it reads as. */
  @FuzzTest(maxDuration = "30s")
  void aTextStaysOrIsWhatItReadsAs(FuzzedDataProvider data) {
    JsonType type = data.pickValue(JsonType.values());
    String text = data.consumeRemainingAsString();
    String name = type.name().toLowerCase(Locale.ROOT);
    Verdict verdict =
        schema("{name: a, type: '" + name + "'}").validate(new TextNode(text), pointer -> true);
    JsonNode value = verdict.value();
    if (value.isTextual()) {
      assertThat(value.textValue()).isEqualTo(text);
      assertThat(verdict.isValid()).isEqualTo(type == JsonType.STRING);
    } else {
      assertThat(JsonType.of(value)).contains(type);
      assertThat(StrictJson.parsed(text)).contains(value);
      assertThat(verdict.isValid()).isTrue();
    }
  }

  private static InterfaceSchema schema(String text) {
    List<String> problems = new ArrayList<>();
    return new SchemaReader()
        .read(YamlTree.parse(text, "a.schema").root(), FILE, problems)
        .orElseThrow();
  }
}
