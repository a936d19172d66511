package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeFormatTest {

  @ParameterizedTest
  @CsvSource({
    "1KiB, 1024, 1KiB",
    "100 MiB, 104857600, 100MiB",
    "1024MiB, 1073741824, 1GiB",
    "1536MiB, 1610612736, 1536MiB",
    "2TiB, 2199023255552, 2TiB",
  })
  void isReadAndWritten(String text, long bytes, String shown) {
    assertThat(SizeFormat.parse(text)).isEqualTo(bytes);
    assertThat(SizeFormat.format(bytes)).isEqualTo(shown);
  }

  @Test
  void whatIsNotWholeIsRoundedDown() {
    assertThat(SizeFormat.format((20L << 30) + 1)).isEqualTo("20GiB");
    assertThat(SizeFormat.format((2L << 30) + 1)).isEqualTo("2048MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "GiB", "1GB", "-1GiB", "1.5GiB", "1  GiB", "10000000GiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> SizeFormat.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is no size: write 512KiB, 100MiB or 1GiB");
  }
}
