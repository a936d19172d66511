package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

  private final JsonNode values = read("{\"db\": {\"host\": \"h\", \"port\": 5432, \"on\": true}}");

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "${db.host}:${db.port}, h:5432",
    "${db.on}, true",
    "$${db.host}, ${db.host}",
    "$$${db.host}, $${db.host}",
    "$db ${db.host}$, $db h$",
    "'${db}', '{\"host\":\"h\",\"port\":5432,\"on\":true}'"
  })
  void standForValues(String text, String filled) {
    assertThat(Placeholders.in(text).filled(values)).isEqualTo(filled);
  }

  @Test
  void tellWhichHaveNone() {
    assertThat(Placeholders.in("${db.user} ${db.host} ${db.host.x} $${no}").missing(values))
        .containsExactly("db.user", "db.host.x");
  }

  @Test
  void aValueIsNotReadAgain() {
    assertThat(Placeholders.in("${a}").filled(read("{\"a\": \"${b} $1 \\\\\"}")))
        .isEqualTo("${b} $1 \\");
  }

  @ParameterizedTest
  @CsvSource({
    "${PORT} ${db.host}, ${PORT} h",
    "$${PORT} $${db.host}, $${PORT} $${db.host}",
    "${db.odd}, a $${PORT} b"
  })
  void leaveToOthersWhatIsTheirs(String text, String filled) {
    Placeholders placeholders = Placeholders.beside(text, "PORT"::equals);
    JsonNode odd = read("{\"db\": {\"host\": \"h\", \"odd\": \"a ${PORT} b\"}}");
    assertThat(placeholders.missing(odd)).isEmpty();
    assertThat(placeholders.filled(odd)).isEqualTo(filled);
  }

  @ParameterizedTest
  @CsvSource({"${db.host", "${}", "${ }", "x ${"})
  void refuseWhatRefersToNothing(String text) {
    assertThatThrownBy(() -> Placeholders.in(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
