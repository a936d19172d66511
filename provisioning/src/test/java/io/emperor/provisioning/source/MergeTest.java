package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.source.Merge.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeTest {

  private static ObjectNode values(String yaml) {
    return (ObjectNode) YamlTree.parse(yaml, "test").root();
  }

  private static Part file(String yaml) {
    return new Part("file", false, values(yaml));
  }

  private static Part consul(String yaml) {
    return new Part("consul", true, values(yaml));
  }

  private static Merge merged(Part... parts) {
    return Merge.of(List.of(parts));
  }

  @Test
  void theLaterIsStrongerValueByValue() {
    Merge merge =
        merged(
            file("mysql: {host: a, port: 1}\nlist: [1, 2, 3]\n"),
            consul("mysql: {host: b}\nlist: [4]\nmore: x\n"));
    assertThat(merge.values())
        .hasToString("{\"mysql\":{\"host\":\"b\",\"port\":1},\"list\":[4],\"more\":\"x\"}");
    assertThat(merge.origins())
        .isEqualTo(
            Map.of(
                "/mysql/host", "consul",
                "/mysql/port", "file",
                "/list", "consul",
                "/more", "consul"));
    assertThat(merge.texts()).containsExactlyInAnyOrder("/mysql/host", "/list", "/more");
  }

  @Test
  void aValueReplacesAFolderAndAFolderAValue() {
    Merge merge = merged(consul("a: {b: {c: x, d: y}}\ne: z\n"), file("a: {b: 1}\ne: {f: 2}\n"));
    assertThat(merge.values()).hasToString("{\"a\":{\"b\":1},\"e\":{\"f\":2}}");
    assertThat(merge.origins()).isEqualTo(Map.of("/a/b", "file", "/e/f", "file"));
    assertThat(merge.texts()).isEmpty();
  }

  @Test
  void aNullIsAValue() {
    assertThat(merged(file("a: 1"), file("a: null")).values()).hasToString("{\"a\":null}");
  }

  @Test
  void pointersAreThoseOfTheStandard() {
    assertThat(merged(file("a/b: {c~d: 1}")).origins()).containsOnlyKeys("/a~1b/c~0d");
  }

  @Test
  void noPartIsChanged() {
    Part weak = file("a: {b: {c: 1}}");
    Part strong = consul("a: {b: {d: 2}}");
    merged(weak, strong);
    assertThat(weak.values()).hasToString("{\"a\":{\"b\":{\"c\":1}}}");
    assertThat(strong.values()).hasToString("{\"a\":{\"b\":{\"d\":2}}}");
  }

  @Test
  void noValueIsShown() {
    Merge merge = merged(file("a: hunter2"));
    assertThat(merge.toString() + merge.numbered(1)).doesNotContain("hunter2");
  }
}
