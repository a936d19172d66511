package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/kv/PREFIX} with {@code recurse} and {@code keys}: many keys at once. */
abstract class KeyListContract extends Contract {

  private final String root = unique("tree");
  private final String path = "/v1/kv/" + root;

  @BeforeEach
  void plant() {
    for (String key : new String[] {"/b", "/a/2", "/a/1", "/", "/c/d/e", "x"}) {
      assertTrue(agent.put(path + key, "of" + key));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ?keys               | /,/a/1,/a/2,/b,/c/d/e,x
          /?keys              | /,/a/1,/a/2,/b,/c/d/e
          /a?keys             | /a/1,/a/2
          /a/1?keys           | /a/1
          /?keys=false        | /,/a/1,/a/2,/b,/c/d/e
          /?keys&recurse      | /,/a/1,/a/2,/b,/c/d/e
          /?keys&raw          | /,/a/1,/a/2,/b,/c/d/e
          /?keys&separator=   | /,/a/1,/a/2,/b,/c/d/e
          /?keys&separator=/  | /,/a/,/b,/c/
          ?keys&separator=/   | /,x
          /a?keys&separator=/ | /a/
          /c/?keys&separator=/ | /c/d/
          /?keys&separator=a/ | /,/a/,/b,/c/d/e
          /?keys&separator=d  | /,/a/1,/a/2,/b,/c/d
          /?keys&separator=zz | /,/a/1,/a/2,/b,/c/d/e
          """)
  void keysAreListedInOrder(String query, String keys) {
    String[] expected = keys.split(",");
    for (int i = 0; i < expected.length; i++) {
      expected[i] = root + expected[i];
    }

    assertThat(good(agent.get(path + query))).extracting(k -> k.asText()).containsExactly(expected);
  }

  @Test
  void keysAreInTheOrderOfTheirBytesAndCharactersAreThemselves() {
    String[] keys = {"z", "\u00e9", "\uff5e", "\ud83d\ude00"};
    for (String key : keys) {
      agent.put(path + "/u/" + AgentClient.encoded(key), "v");
    }

    Answer answer = agent.get(path + "/u/?keys");

    assertThat(good(answer))
        .extracting(JsonNode::asText)
        .containsExactly(Stream.of(keys).map(key -> root + "/u/" + key).toArray(String[]::new));
    assertThat(answer.text()).contains("\ud83d\ude00").doesNotContain("\\u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?recurse", "?recurse=", "?recurse=true", "?recurse=false", "?recurse&raw"})
  void recurseBringsEveryEntryBelow(String query) {
    assertThat(each(good(agent.get(path + "/" + query)), "Key"))
        .containsExactly(root + "/", root + "/a/1", root + "/a/2", root + "/b", root + "/c/d/e");
  }

  @Test
  void aPrefixNeedNotEndAtASlash() {
    assertThat(each(good(agent.get(path + "?recurse")), "Key")).hasSize(6).contains(root + "x");
  }

  @Test
  void recurseBringsValues() {
    assertThat(each(good(agent.get(path + "/a/?recurse")), "Value"))
        .containsExactly("b2YvYS8x", "b2YvYS8y");
  }

  @Test
  void aKeyAloneIsNotItsTree() {
    assertThat(each(good(agent.get(path + "/")), "Key")).containsExactly(root + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-none?recurse", "-none?keys", "-none?keys&separator=/", "/none/?recurse"})
  void nothingBelowIsNotFound(String query) {
    Answer answer = agent.get(path + query);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEmpty();
    assertThat(answer.index()).isPositive();
  }

  @Test
  void theIndexOfATreeIsTheHighestBelow() {
    agent.put(path + "/a/1", "new");
    long index = good(agent.get(path + "/a/1")).at("/0/ModifyIndex").asLong();

    assertThat(agent.get(path + "/?recurse").index()).isEqualTo(index);
    assertThat(agent.get(path + "/?keys").index()).isEqualTo(index);
  }

  @Test
  void theIndexOfATreeRisesWhenAKeyGoes() {
    long before = agent.get(path + "/?recurse").index();

    agent.delete(path + "/a/1");

    assertThat(agent.get(path + "/?recurse").index()).isGreaterThan(before);
    assertThat(agent.get(path + "/?keys").index()).isGreaterThan(before);
  }

  @Test
  void theIndexOfATreeIsDeafToOtherTrees() {
    long before = agent.get(path + "/?recurse").index();

    agent.put("/v1/kv/" + unique("elsewhere"), "v");

    assertThat(agent.get(path + "/?recurse").index()).isEqualTo(before);
  }

  @Test
  void deletingWithRecurseDeletesEverythingThatBeginsSo() {
    assertTrue(agent.delete(path + "/?recurse"));

    assertThat(each(good(agent.get(path + "?recurse")), "Key")).containsExactly(root + "x");
  }

  @Test
  void deletingWithRecurseNeedsNoSlash() {
    assertTrue(agent.delete(path + "?recurse"));

    assertThat(agent.get(path + "?recurse").status()).isEqualTo(404);
  }

  @Test
  void recurseFalseDeletesTheTreeAllTheSame() {
    assertTrue(agent.delete(path + "?recurse=false"));

    assertThat(agent.get(path + "?recurse").status()).isEqualTo(404);
  }

  @Test
  void deletingATreeThatIsNotThereIsWell() {
    assertTrue(agent.delete(path + "-none?recurse"));
  }

  @Test
  void allKeysAreBelowTheEmptyPrefix() {
    assertThat(good(agent.get("/v1/kv/?keys")))
        .extracting(k -> k.asText())
        .contains(root + "/a/1", root + "x");
    assertThat(good(agent.get("/v1/kv/?keys&separator=/")))
        .extracting(k -> k.asText())
        .contains(root + "/", root + "x")
        .doesNotContain(root + "/a/1");
  }
}
