package io.emperor.provisioning.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whatever a file of rules says, it is rules or problems of one line each. */
class RulesFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void isRulesOrProblems(FuzzedDataProvider data) {
    List<String> problems = new ArrayList<>();
    try {
      YamlTree tree = YamlTree.parse(data.consumeRemainingAsString(), "a.rules");
      for (Rule rule : new RuleReader(tree, Path.of("/a.rules"), problems).file()) {
        assertThat(rule.handler()).isNotBlank().doesNotContain("\0");
        assertThat(rule.keys()).isNotEmpty();
        assertThat(rule.toString()).doesNotContain("\n");
      }
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
    }
    assertThat(problems).noneMatch(problem -> problem.contains("\n"));
  }
}
