package io.emperor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordsTest {

  @Test
  void aKeysValueCantBeChangedThroughItsArrays() {
    byte[] given = "one".getBytes(StandardCharsets.UTF_8);
    KeyValue entry = new KeyValue("key", given, 0, null, 1, 2, 0);

    given[0] = 'X';
    entry.value()[0] = 'Y';

    assertThat(entry.text()).isEqualTo("one");
  }

  @Test
  void keysAreEqualByTheirContent() {
    assertThat(new KeyValue("key", new byte[] {1}, 0, null, 1, 2, 0))
        .isEqualTo(new KeyValue("key", new byte[] {1}, 0, null, 1, 2, 0))
        .hasSameHashCodeAs(new KeyValue("key", new byte[] {1}, 0, null, 1, 2, 0))
        .isNotEqualTo(new KeyValue("key", new byte[] {2}, 0, null, 1, 2, 0));
  }

  @Test
  void aKeysValueIsNotPrinted() {
    assertThat(new KeyValue("key", "secret".getBytes(StandardCharsets.UTF_8), 0, null, 1, 2, 0))
        .asString()
        .contains("key=key", "6 bytes")
        .doesNotContain("secret");
  }

  @Test
  void anInstanceKeepsItsOwnTagsAndMeta() {
    Set<String> tags = new LinkedHashSet<>(List.of("b", "a"));
    Map<String, String> meta = new LinkedHashMap<>(Map.of("version", "1"));
    ServiceInstance instance =
        new ServiceInstance("id", "name", "node", "127.0.0.1", 80, tags, meta, Health.passing());

    tags.add("later");
    meta.put("later", "1");

    assertThat(instance.tags()).containsExactly("b", "a");
    assertThat(instance.meta()).containsOnlyKeys("version");
    assertThatThrownBy(() -> instance.tags().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void onlyPassingIsPassing() {
    assertThat(Health.passing().isPassing()).isTrue();
    assertThat(Health.warning("slow").isPassing()).isFalse();
    assertThat(Health.critical("down").isPassing()).isFalse();
  }
}
