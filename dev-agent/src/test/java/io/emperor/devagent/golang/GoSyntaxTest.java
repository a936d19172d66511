package io.emperor.devagent.golang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class GoSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|EOF",
        "' '|EOF",
        "{|unexpected EOF",
        "[1,|unexpected EOF",
        "\"abc|unexpected EOF",
        "{bad|invalid character 'b' looking for beginning of object key string",
        "{\"a\" 1}|invalid character '1' after object key",
        "{\"a\":1 2}|invalid character '2' after object key:value pair",
        "[1 2]|invalid character '2' after array element",
        "nul!|invalid character '!' in literal null (expecting 'l')",
        "-x|invalid character 'x' in numeric literal",
        "1.x|invalid character 'x' after decimal point in numeric literal",
        "1ex|invalid character 'x' in exponent of numeric literal",
        "\"\\x\"|invalid character 'x' in string escape code",
        "\"\\uzzzz\"|invalid character 'z' in \\u hexadecimal character escape",
        "[,]|invalid character ',' looking for beginning of value",
        "{\"a\":1,}|invalid character '}' looking for beginning of object key string"
      })
  void saysWhatGoSays(String text, String complaint) {
    assertThat(new GoSyntax(text.getBytes(UTF_8)).complaint()).isEqualTo(complaint);
  }
}
