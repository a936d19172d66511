package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerfAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7000, 127.0.0.1, 7000, 127.0.0.1:7000",
    "node-1.example, node-1.example, 7373, node-1.example:7373",
    "[::1]:65535, ::1, 65535, [::1]:65535",
    "[2001:db8::1], 2001:db8::1, 7373, [2001:db8::1]:7373",
  })
  void isReadAndWritten(String text, String host, int port, String written) {
    SerfAddress address = SerfAddress.parse(text);

    assertThat(address).isEqualTo(new SerfAddress(host, port));
    assertThat(address).hasToString(written);
    assertThat(SerfAddress.parse(written)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":7373",
        "h:",
        "h:0",
        "h:65536",
        "h:-1",
        "h:+1",
        "h:x",
        "h:1:2",
        "::1",
        "[::1",
        "[::1]x",
        "[]",
        "a b:1",
        "h:99999999999",
        "tcp://h:1",
        "user@h:1",
        "h\n:1",
        "[::1]x:7373",
        "h:\u0661",
      })
  void whatIsNoneIsRefusedWithWhatToWrite(String text) {
    assertThatThrownBy(() -> SerfAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write HOST:PORT, such as 127.0.0.1:7373 or [::1]:7373")
        .hasMessageNotContaining("\n");
  }

  @Test
  void partsAreCheckedToo() {
    assertThatThrownBy(() -> new SerfAddress("", 1)).hasMessageContaining("write HOST:PORT");
    assertThatThrownBy(() -> new SerfAddress("h", 70000)).hasMessageContaining("h:70000");
  }
}
