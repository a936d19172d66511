package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/kv/KEY}: one key, its value, flags and indexes. */
abstract class KeyValueContract extends Contract {

  private final String key = "/v1/kv/" + unique("key");

  private JsonNode entry() {
    return good(agent.get(key)).get(0);
  }

  @Test
  void aKeyThatIsNotThereIsNotFound() {
    Answer answer = agent.get(key);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEmpty();
    assertThat(answer.index()).isPositive();
  }

  @Test
  void anEntryHasItsFields() {
    assertTrue(agent.put(key, "hello"));

    long index = entry().get("ModifyIndex").asLong();
    assertThat(good(agent.get(key)))
        .isEqualTo(
            tree(
                "[{'LockIndex':0,'Key':'$','Flags':0,'Value':'aGVsbG8=','CreateIndex':$,"
                    + "'ModifyIndex':$}]",
                key.substring("/v1/kv/".length()),
                index,
                index));
  }

  @Test
  void anEmptyValueIsNull() {
    assertTrue(agent.put(key));

    assertThat(entry().get("Value").isNull()).isTrue();
    assertThat(agent.get(key + "?raw").bytes()).isEmpty();
    assertThat(agent.get(key + "?raw").status()).isEqualTo(200);
  }

  @Test
  void aValueIsBytes() throws Exception {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    agent.send("PUT", key, bytes);

    assertThat(entry().get("Value").binaryValue()).isEqualTo(bytes);
    assertThat(agent.get(key + "?raw").bytes()).isEqualTo(bytes);
  }

  @Test
  void aRawValueComesAsTextThatNoBrowserRuns() {
    agent.put(key, "<script>");

    Answer answer = agent.get(key + "?raw");

    assertThat(answer.text()).isEqualTo("<script>");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox");
    assertThat(answer.index()).isPositive();
  }

  @Test
  void aRawValueThatIsNotThereIsNotFound() {
    assertThat(agent.get(key + "?raw").status()).isEqualTo(404);
  }

  @Test
  void theIndexOfAKeyIsItsModifyIndex() {
    agent.put(key, "v");

    assertThat(agent.get(key).index()).isEqualTo(entry().get("ModifyIndex").asLong());
  }

  @Test
  void aNewValueKeepsTheCreateIndexAndRaisesTheModifyIndex() {
    agent.put(key, "1");
    JsonNode before = entry();
    agent.put(key, "2");

    assertThat(entry().get("CreateIndex")).isEqualTo(before.get("CreateIndex"));
    assertThat(entry().get("ModifyIndex").asLong())
        .isGreaterThan(before.get("ModifyIndex").asLong());
  }

  @Test
  void theSameValueAgainChangesNothing() {
    agent.put(key, "v");
    JsonNode before = entry();

    assertTrue(agent.put(key, "v"));

    assertThat(entry()).isEqualTo(before);
  }

  @Test
  void aKeyThatCameBackIsANewOne() {
    agent.put(key, "v");
    long before = entry().get("CreateIndex").asLong();
    agent.delete(key);
    agent.put(key, "v");

    assertThat(entry().get("CreateIndex").asLong()).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "42", "4294967296", "18446744073709551615"})
  void flagsAre64BitsWithoutASign(String flags) {
    assertTrue(agent.put(key + "?flags=" + flags, "v"));

    assertThat(entry().get("Flags").asText()).isEqualTo(flags);
  }

  @Test
  void flagsAreZeroAgainWhenTheyAreLeftOut() {
    agent.put(key + "?flags=42", "v");
    agent.put(key, "v");

    assertThat(entry().get("Flags").asInt()).isZero();
  }

  @Test
  void aValueMayHave512Kilobytes() {
    assertTrue(agent.send("PUT", key, new byte[512 * 1024]));

    assertThat(agent.get(key + "?raw").bytes()).hasSize(512 * 1024);
  }

  @OnConsul(ConsulProfile.V1_8)
  @ParameterizedTest
  @ValueSource(strings = {"", "?cas=0", "?flags=3"})
  void aLargerValueIsTooLarge(String query) {
    assertText(
        agent.send("PUT", key + query, new byte[512 * 1024 + 1]),
        413,
        "Request body(524289 bytes) too large, max size: 524288 bytes."
            + " See https://www.consul.io/docs/agent/options.html#kv_max_value_size.");
    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "a b, a%20b",
    "a/b, a%2Fb",
    "a/b/, a/b/",
    "ä€, %C3%A4%E2%82%AC",
    "a+b, a+b",
    "a?b, a%3Fb",
    "a#b, a%23b",
    "a%b, a%25b",
    "a:b@c;d=e&f, a:b@c;d=e&f",
  })
  void aKeyMayHoldAlmostAnything(String word, String encoded) {
    assertTrue(agent.put(key + "-" + encoded, word));

    JsonNode entry = good(agent.get(key + "-" + encoded)).get(0);

    assertThat(entry.get("Key").asText()).isEqualTo(key.substring("/v1/kv/".length()) + "-" + word);
    assertThat(agent.get(key + "-" + encoded + "?raw").bytes())
        .isEqualTo(word.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aKeyMayBeLong() {
    String longKey = key + "x".repeat(4000);

    assertTrue(agent.put(longKey, "v"));
    assertThat(agent.get(longKey).status()).isEqualTo(200);
  }
}
