package io.emperor.daemon.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsulPrefixTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/", "config/vassals", "a.b/..c/-", "a?b#c%2f"})
  void takesWhatKeysCanBeginWith(String level) {
    assertThat(ConsulPrefix.problems(List.of("consul:" + level))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a//",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/./b",
        "a b",
        "a\nb",
        "a\u001b",
        "fl\u00e4che",
        "\u202e"
      })
  void refusesWhatTheyCant(String level) {
    assertThat(ConsulPrefix.problems(List.of("/srv", "consul:" + level)))
        .singleElement()
        .asString()
        .startsWith("consul:")
        .contains("is no prefix of keys")
        .doesNotContain("\n", "\u001b", "\u202e");
  }

  @Test
  void refusesWhatNoDirectoryCanBeCalled() {
    assertThat(ConsulPrefix.problems(List.of("consul:" + "a".repeat(200)))).isEmpty();
    assertThat(ConsulPrefix.problems(List.of("consul:" + "a".repeat(201)))).hasSize(1);
    assertThat(ConsulPrefix.problems(List.of("consul:" + "%".repeat(70)))).hasSize(1);
  }

  @Test
  void aSlashAtTheEndMakesNoOther() {
    assertThat(ConsulPrefix.of("consul:a/b/")).isEqualTo(ConsulPrefix.of("consul:a/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.yaml", "shop.yml", "shop.ini", "shop.properties", "a@1.YAML"})
  void namesThatVassalsHave(String name) {
    assertThat(ConsulPrefix.fault(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../x.yaml",
        "x/y.yaml",
        "/x.yaml",
        ".yaml",
        ".x.yaml",
        "x.jar",
        "x",
        "-x.yaml",
        "x\n.yaml",
        "x\u0000.yaml",
        "\u00e4.yaml",
        "x.yaml/"
      })
  void namesThatTheyCantHave(String name) {
    assertThat(ConsulPrefix.fault(name)).isPresent();
  }
}
