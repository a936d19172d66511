package io.emperor.provisioning.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a file holds, it is a tree or problems of one line each. */
class YamlTreeFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void isATreeOrProblems(byte[] content) {
    try {
      YamlTree unused = YamlTree.parse(new String(content, StandardCharsets.UTF_8), "a.yaml");
    } catch (InvalidInputException e) {
      if (e.problems().stream().anyMatch(problem -> problem.lines().count() != 1)) {
        throw new AssertionError(e.problems().toString(), e);
      }
    }
  }
}
