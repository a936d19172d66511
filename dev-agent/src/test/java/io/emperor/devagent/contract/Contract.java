package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;

/** What all families have in common: the agent, names that nobody else uses, and usual steps. */
abstract class Contract {

  private static final AtomicInteger NAMES = new AtomicInteger();

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

  static void assertText(Answer answer, int status, String text) {
    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  /** An answer without a word. */
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

  /** A service with the fields given besides its name; returns the name. */
  String registered(String fields, Object... values) {
    String name = unique("service");
    String more = fields.isEmpty() ? "" : "," + json(fields, values);
    assertDone(agent.put("/v1/agent/service/register", json("{'Name':'$'", name) + more + "}"));
    return name;
  }
}
