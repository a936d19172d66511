package io.emperor.provisioning.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigUpdateTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ConfigUpdate parsed(String payload) {
    return ConfigUpdate.parse(utf8(payload));
  }

  private static ConfigUpdate of(String product, String key) {
    return ConfigUpdate.of(product, key, 1, "{}");
  }

  @Test
  void isReadAndWrittenAsShortAsCanBe() {
    ConfigUpdate update =
        parsed(
            " {\"c\": {\"b\": 1.10, \"a\": \"é\"},\n \"v\": 7, \"k\":\"limits\",\"p\":\"shop\"}\n");
    assertThat(update.product()).isEqualTo("shop");
    assertThat(update.key()).isEqualTo("limits");
    assertThat(update.version()).isEqualTo(7);
    assertThat(update.payload())
        .isEqualTo(
            utf8("{\"p\":\"shop\",\"k\":\"limits\",\"v\":7,\"c\":{\"b\":1.10,\"a\":\"é\"}}"));
    assertThat(ConfigUpdate.parse(update.payload())).isEqualTo(update);
  }

  @Test
  void membersOfNewerSendersAreLeftOut() {
    assertThat(parsed("{\"p\":\"a\",\"k\":\"b\",\"v\":0,\"c\":{},\"x\":[1]}").payload())
        .isEqualTo(utf8("{\"p\":\"a\",\"k\":\"b\",\"v\":0,\"c\":{}}"));
  }

  @Test
  void theVersionOfTheEventCountsAndNotTheConfigurations() {
    assertThat(ConfigUpdate.of("a", "b", 3, "{\"_version\":9,\"x\":1}").payload())
        .isEqualTo(utf8("{\"p\":\"a\",\"k\":\"b\",\"v\":3,\"c\":{\"x\":1}}"));
  }

  @Test
  void theHighestVersionIsTheLargestOfALong() {
    String payload = "{\"p\":\"a\",\"k\":\"b\",\"v\":%s,\"c\":{}}";
    assertThat(parsed(payload.formatted("9223372036854775807")).version())
        .isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> parsed(payload.formatted("9223372036854775808")))
        .isInstanceOf(UpdateException.class)
        .hasMessage("config_updated: v, the version, is too large; end with 2^63 - 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|no JSON object",
        "[]|no JSON object",
        "null|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{}} x|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{}}{}|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"v\":2,\"c\":{}}|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{\"x\":1,\"x\":2}}|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{\"x\":1e999999999}}|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{\"x\":NaN}}|no JSON object",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{}|no JSON object",
        "{'p':'a'}|no JSON object",
        "{\"k\":\"b\",\"v\":1,\"c\":{}}|p, the product, is missing",
        "{\"p\":7,\"k\":\"b\",\"v\":1,\"c\":{}}|p, the product, is of type number",
        "{\"p\":\"a\",\"k\":null,\"v\":1,\"c\":{}}|k, the key, is of type null",
        "{\"p\":\"a\",\"k\":\"b\",\"c\":{}}|v, the version, is missing",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":\"1\",\"c\":{}}|v, the version, is of type string",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1.0,\"c\":{}}|v, the version, is of type number",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1e2,\"c\":{}}|v, the version, is of type number",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":-1,\"c\":{}}|v, the version, is negative",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":true,\"c\":{}}|v, the version, is of type boolean",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1}|c, the configuration, is missing",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":[1]}|c, the configuration, is of type array",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":\"x\"}|c, the configuration, is of type string",
        "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{\"x\":\"\\ud800\"}}|half a character",
        "{\"p\":\"../../etc\",\"k\":\"b\",\"v\":1,\"c\":{}}|p, the product, is '../../etc'",
        "{\"p\":\"a\",\"k\":\"a;touch x\",\"v\":1,\"c\":{}}|k, the key, is 'a;touch x'",
        "{\"p\":\"a\",\"k\":\"a\\u0000\",\"v\":1,\"c\":{}}|k, the key, is 'a\\u0000'",
      })
  void anythingElseIsRefusedWithPlaceAndRemedy(String payload, String reason) {
    assertThatThrownBy(() -> parsed(payload))
        .isInstanceOf(UpdateException.class)
        .hasMessageStartingWith("config_updated: ")
        .hasMessageContaining(reason)
        .hasMessageContaining("; ");
  }

  @Test
  void noJsonOfDepthsAndNoOtherBytesAreRead() {
    String deep = "{\"p\":\"a\",\"k\":\"b\",\"v\":1,\"c\":{\"x\":" + "[".repeat(5000);
    assertThatThrownBy(() -> parsed(deep)).hasMessageContaining("no JSON object");
    assertThatThrownBy(() -> ConfigUpdate.parse(new byte[] {'{', '"', (byte) 0xff, '"'}))
        .hasMessageContaining("no JSON object in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "-", "_", "a..b", "a."})
  void namesAreLettersDigitsAndThreeSigns(String name) {
    assertThat(of(name, name).name()).isEqualTo(name + "/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", ".a", "a/b", "/", "a\n", "\na", "a\r\nb", "a b", "a\"b", "a'b", "a\\b",
        "a\0b", "\u202ea", "é", "a\u2028", "*", "$(x)", "a;b", "٣"
      })
  void everythingElseIsNoName(String name) {
    for (Runnable each : new Runnable[] {() -> of(name, "b"), () -> of("a", name)}) {
      assertThatThrownBy(each::run)
          .isInstanceOf(UpdateException.class)
          .satisfies(
              failure ->
                  assertThat(String.valueOf(failure.getMessage()).codePoints())
                      .noneMatch(point -> Character.isISOControl(point) || point == 0x202e))
          .hasMessageContaining("no dot first");
    }
  }

  @Test
  void aNameHasAHundredCharacters() {
    assertThat(of("a".repeat(100), "b".repeat(100)).product()).hasSize(100);
    assertThatThrownBy(() -> of("a".repeat(101), "b")).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> of("a", "b".repeat(101))).hasMessageContaining("1 to 100");
  }

  @Test
  void noTextHasTheConfiguration() {
    assertThat(ConfigUpdate.of("a", "b", 1, "{\"password\":\"hunter2\"}"))
        .hasToString("ConfigUpdate[a/b, version 1]");
    assertThatThrownBy(() -> ConfigUpdate.of("a", "b", 1, "{\"password\":\"hunter2\""))
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "SERF_EVENT,498,a serf event",
    "SERF_QUERY,1024,a serf query",
    "CONSUL_EVENT,388,a Consul event"
  })
  void oneByteTooLongIsTold(Carrier carrier, int longest, String words) {
    assertThat(carrier.longest()).isEqualTo(longest);
    assertThat(carrier.payload(Sized.update(longest))).hasSize(longest);
    assertThatThrownBy(() -> carrier.payload(Sized.update(longest + 1)))
        .isInstanceOf(UpdateException.class)
        .hasMessage(
            "config_updated of shop/sized: has %d bytes of payload, 1 too many for %s, which carries %d; write less, or spread it over several keys",
            longest + 1, words, longest);
  }

  @Test
  void bytesAreCountedAndNotCharacters() {
    assertThatThrownBy(
            () ->
                Carrier.SERF_EVENT.payload(
                    ConfigUpdate.of("a", "b", 1, "{\"x\":\"" + "é".repeat(300) + "\"}")))
        .hasMessageContaining("has 636 bytes of payload, 138 too many");
  }
}
