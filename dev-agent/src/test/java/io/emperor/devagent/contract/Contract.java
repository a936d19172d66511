package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.ConsulProfile;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;

/** What all families have in common: the agent, names that nobody else uses, and usual steps. */
abstract class Contract {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final ObjectMapper JSON = new ObjectMapper();

  protected AgentClient agent;

  @BeforeEach
  void meet(AgentClient agent) {
    this.agent = agent;
  }

  /** A name for this case alone. */
  static String unique(String word) {
    return word + "-" + NAMES.incrementAndGet();
  }

  /** JSON as one may write it in a test: with single quotes, and a $ for each of the values. */
  static String json(String text, Object... values) {
    String json = text.replace('\'', '"');
    for (Object value : values) {
      json = json.replaceFirst("[$]", Matcher.quoteReplacement(value.toString()));
    }
    return json;
  }

  /** The tree of {@link #json(String, Object...)}. */
  static JsonNode tree(String text, Object... values) {
    try {
      return JSON.readTree(json(text, values));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a wrong expectation: " + text, e);
    }
  }

  /** A tree without fields that only newer versions have beside the others. */
  JsonNode older(JsonNode tree, String... newer) {
    JsonNode copy = tree.deepCopy();
    if (agent.profile() == ConsulProfile.MODERN) {
      for (String field : newer) {
        copy.findParents(field).forEach(parent -> ((ObjectNode) parent).remove(field));
      }
    }
    return copy;
  }

  static void assertText(Answer answer, int status, String text) {
    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  /** A text whose type names no charset. */
  static void assertBareText(Answer answer, int status, String text) {
    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
  }

  /** An answer that is well and without a word. */
  static void assertDone(Answer answer) {
    assertThat(answer.text()).isEmpty();
    assertThat(answer.status()).isEqualTo(200);
  }

  /** The JSON of an answer that is well. */
  static JsonNode good(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    return answer.json();
  }

  static void assertTrue(Answer answer) {
    assertThat(good(answer)).isEqualTo(tree("true"));
  }

  static void assertFalse(Answer answer) {
    assertThat(good(answer)).isEqualTo(tree("false"));
  }

  /** The texts that stand at a pointer in each member of an array. */
  static Iterable<String> each(JsonNode array, String pointer) {
    return array.findParents(pointer).stream().map(node -> node.get(pointer).asText()).toList();
  }

  /** A service with more fields than its name, which comes back. */
  String registered(String fields, Object... values) {
    String name = unique("service");
    String more = fields.isEmpty() ? "" : "," + json(fields, values);
    assertDone(agent.put("/v1/agent/service/register", json("{'Name':'$'", name) + more + "}"));
    return name;
  }

  /** A session with these fields; its ID. */
  String session(String fields, Object... values) {
    return good(agent.put("/v1/session/create", json("{" + fields + "}", values)))
        .get("ID")
        .textValue();
  }
}
