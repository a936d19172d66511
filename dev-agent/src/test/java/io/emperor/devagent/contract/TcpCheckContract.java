package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that connect. */
abstract class TcpCheckContract extends RunCheckContract {

  private JsonNode outcomeOf(String address) {
    return outcome("'TCP':'$'", address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", ":PORT"})
  void whereSomebodyListensIsPassing(String address) {
    try (CheckedService service = CheckedService.holding("")) {
      String port = service.address().substring(service.address().indexOf(':') + 1);
      String where = address.replace("PORT", port);
      JsonNode check = outcomeOf(where);

      assertThat(check.get("Output").asText()).isEqualTo("TCP connect " + where + ": Success");
      assertThat(check.get("Status").asText()).isEqualTo("passing");
      assertThat(check.get("Type").asText()).isEqualTo("tcp");
      Await.until("it has left", () -> service.connected() == 0);
      assertThat(service.requests()).isEmpty();
    }
  }

  @Test
  void whereNobodyListensIsCritical() {
    String address = "127.0.0.1:" + FreePort.find();
    JsonNode check = outcomeOf(address);

    assertThat(check.get("Output").asText())
        .isEqualTo("dial tcp " + address + ": connect: connection refused");
    assertThat(check.get("Status").asText()).isEqualTo("critical");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1       | dial tcp: address 127.0.0.1: missing port in address
          word            | dial tcp: address word: missing port in address
          a:b:c           | dial tcp: address a:b:c: too many colons in address
          127.0.0.1:x     | dial tcp: address tcp/x: unknown port
          127.0.0.1:99999 | dial tcp: address 99999: invalid port
          """)
  void anAddressThatIsNoneIsCritical(String address, String why) {
    JsonNode check = outcomeOf(address);

    assertThat(check.get("Output").asText()).isEqualTo(why);
    assertThat(check.get("Status").asText()).isEqualTo("critical");
  }

  @Test
  void aNameThatNobodyKnowsIsCritical() {
    assertThat(outcomeOf("no-such.invalid:80").get("Output").asText())
        .startsWith("dial tcp: lookup no-such.invalid");
  }
}
