package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/kv/KEY} with {@code cas}, and its deletion. */
abstract class KeyChangeContract extends Contract {

  private final String key = "/v1/kv/" + unique("key");

  private JsonNode entry() {
    return good(agent.get(key)).get(0);
  }

  @Test
  void checkAndSetWithZeroCreatesAKeyOnce() {
    assertTrue(agent.put(key + "?cas=0", "first"));
    assertFalse(agent.put(key + "?cas=0", "second"));

    assertThat(agent.get(key + "?raw").text()).isEqualTo("first");
  }

  @Test
  void checkAndSetWithTheModifyIndexReplaces() {
    agent.put(key, "first");
    long index = entry().get("ModifyIndex").asLong();

    assertTrue(agent.put(key + "?cas=" + index, "second"));
    assertFalse(agent.put(key + "?cas=" + index, "third"));

    assertThat(agent.get(key + "?raw").text()).isEqualTo("second");
  }

  @Test
  void checkAndSetWithAnIndexCreatesNothing() {
    assertFalse(agent.put(key + "?cas=77", "v"));

    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @Test
  void aDeletedKeyIsNotFound() {
    agent.put(key, "v");

    assertTrue(agent.delete(key));

    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @Test
  void deletingWhatIsNotThereIsWell() {
    assertTrue(agent.delete(key));
  }

  @Test
  void deletingAKeyLeavesWhatIsBelow() {
    agent.put(key, "v");
    agent.put(key + "/below", "v");

    assertTrue(agent.delete(key));

    assertThat(agent.get(key + "/below").status()).isEqualTo(200);
  }

  @Test
  void deletingWithTheModifyIndexDeletes() {
    agent.put(key, "v");
    long index = entry().get("ModifyIndex").asLong();

    assertFalse(agent.delete(key + "?cas=" + (index - 1)));
    assertFalse(agent.delete(key + "?cas=0"));
    assertThat(agent.get(key).status()).isEqualTo(200);
    assertTrue(agent.delete(key + "?cas=" + index));
    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void deletingWithAnIndexWhatIsNotThereIsWell(int index) {
    assertTrue(agent.delete(key + "?cas=" + index));
  }
}
