package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How JSON is read, seen at the registration of a service. */
abstract class JsonContract extends Contract {

  private static final String REGISTER = "/v1/agent/service/register";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `   `                     | EOF
          nope                      | invalid character 'o' in literal null (expecting 'u')
          {"Name":tru}              | invalid character '}' in literal true (expecting 'e')
          {"Name":"x",}             | invalid character '}' looking for beginning of object key string
          {'Name':'x'}              | invalid character '\\'' looking for beginning of object key string
          {"Name":"x" "Port":1}     | invalid character '"' after object key:value pair
          {"Name" "x"}              | invalid character '"' after object key
          {"Name":"x","Port":01}    | invalid character '1' after object key:value pair
          {"Name":"x","Tags":["a" "b"]} | invalid character '"' after array element
          {"Name":"x","Tags":[,]}   | invalid character ',' looking for beginning of value
          {"Name":"x","Tags":["a"   | unexpected EOF
          {"Name":"\\q"}            | invalid character 'q' in string escape code
          {"Name":"\\u12"}          | invalid character '"' in \\u hexadecimal character escape
          <Name>x</Name>            | invalid character '<' looking for beginning of value
          """)
  void whatIsNoJsonIsRefused(String body, String text) {
    assertText(agent.put(REGISTER, body), 400, "Request decode failed: " + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Port':99999999999999999999 | number 99999999999999999999 into Go struct field .Port of type int
          'Port':1e3                  | number 1e3 into Go struct field .Port of type int
          'Port':true                 | bool into Go struct field .Port of type int
          'Port':{}                   | object into Go struct field .Port of type int
          'EnableTagOverride':'true'  | string into Go struct field .EnableTagOverride of type bool
          'Tags':[1]                  | number into Go struct field .Tags of type string
          'Tags':{}                   | object into Go struct field .Tags of type []string
          'Meta':{'a':1}              | number into Go struct field .Meta of type string
          'Meta':[]                   | array into Go struct field .Meta of type map[string]string
          'Address':1                 | number into Go struct field .Address of type string
          'Weights':[]                | array into Go struct field .Weights of type structs.Weights
          """)
  void aValueOfAnotherKindIsRefused(String field, String text) {
    assertText(
        agent.put(REGISTER, json("{'Name':'x',") + json(field) + "}"),
        400,
        "Request decode failed: json: cannot unmarshal " + text);
  }

  @Test
  void aStringHasNoLineBreaks() {
    assertText(
        agent.put(REGISTER, "{\"Name\":\"a\nb\"}"),
        400,
        "Request decode failed: invalid character '\\n' in string literal");
  }

  @Test
  void theLastOfTwoFieldsCounts() {
    String name = unique("service");

    assertDone(agent.put(REGISTER, json("{'Name':'first','Name':'$'}", name)));

    assertThat(good(agent.get("/v1/agent/services")).has(name)).isTrue();
    assertThat(good(agent.get("/v1/agent/services")).has("first")).isFalse();
  }

  @Test
  void escapesAreUnderstood() {
    String name = registered("'Meta':{'k':'\\u00e4\\ud83d\\ude00\\/\\\\'}");

    assertThat(good(agent.get("/v1/agent/service/" + name)).at("/Meta/k").asText())
        .isEqualTo("ä😀/\\");
  }

  @Test
  void textIsUtf8() {
    String name = registered("'Meta':{'k':'ä€😀<&>'}");

    assertThat(good(agent.get("/v1/agent/service/" + name)).at("/Meta/k").asText())
        .isEqualTo("ä€😀<&>");
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() {
    String name = unique("latin");
    String body = json("{'Name':'$','Meta':{'k':'\u00e4'}}", name);

    assertDone(agent.send("PUT", REGISTER, body.getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(good(agent.get("/v1/agent/service/" + name)).at("/Meta/k").asText())
        .isEqualTo("\ufffd");
  }

  @Test
  void aByteOrderMarkIsNotTaken() {
    assertText(
        agent.put(REGISTER, "\ufeff{}"),
        400,
        "Request decode failed: invalid character 'ï' looking for beginning of value");
  }
}
