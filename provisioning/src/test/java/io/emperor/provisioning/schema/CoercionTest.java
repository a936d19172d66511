package io.emperor.provisioning.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoercionTest {

  @TempDir Path directory;

  private InterfaceSchema schema(String text) throws IOException {
    Files.writeString(directory.resolve("one.schema"), "name: one\n" + text);
    return Schemas.read(List.of(directory)).of("one").orElseThrow();
  }

  private JsonNode coerced(String schema, String value) throws IOException {
    return schema(schema).validate(new TextNode(value), pointer -> true).value();
  }

  private JsonNode coercedYaml(String schema, String value) throws IOException {
    return schema(schema).validate(YamlTree.parse(value, "value").root(), pointer -> true).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer | 5",
        "integer | -5",
        "integer | 9223372036854775808",
        "number | 5",
        "number | 5.50",
        "number | 1e3",
        "boolean | true",
        "boolean | false",
        "array | [1, \"a\"]",
        "object | {\"a\": 1}",
        "null | null"
      })
  void aTextBecomesWhatTheSchemaWants(String type, String text) throws IOException {
    assertThat(coerced("type: '" + type + "'", text)).isEqualTo(exact(text));
    assertThat(schema("type: '" + type + "'").validate(new TextNode(text), at -> true).isValid())
        .isTrue();
  }

  private static JsonNode exact(String text) {
    return StrictJson.parsed(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer | 05",
        "integer | +5",
        "integer | 5.0",
        "integer | 1_000",
        "integer | 0x10",
        "integer | 1e3",
        "integer | ' 5'",
        "integer | '5 '",
        "integer | 5 6",
        "integer | ''",
        "integer | -",
        "number | NaN",
        "number | Infinity",
        "number | .5",
        "number | 5.",
        "number | 1e999999999",
        "number | 1e-999999999",
        "number | 0e22222222222",
        "boolean | True",
        "boolean | yes",
        "boolean | 1",
        "boolean | ' true'",
        "null | ''",
        "null | Null",
        "array | a,b",
        "array | [1,]",
        "array | [1] 2",
        "array | [1e999999999]",
        "object | {a: 1}",
        "object | {\"a\": 1, \"a\": 2}",
        "object | [1]"
      })
  void aTextThatDoesNotParseStrictlyStaysAndIsWrong(String type, String text) throws IOException {
    InterfaceSchema schema = schema("type: '" + type + "'");
    Verdict verdict = schema.validate(new TextNode(text), pointer -> true);
    assertThat(verdict.value()).isEqualTo(new TextNode(text));
    assertThat(verdict.violations()).containsExactly(new Violation("", "type: " + type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: string",
        "type: [integer, string]",
        "title: anything",
        "minLength: 1",
        "enum: ['5', 5]",
        "anyOf: [{type: string}, {type: integer}]",
        "$schema: http://json-schema.org/draft-07/schema\nconst: '5'"
      })
  void whereTheSchemaTakesATextItStaysOne(String schema) throws IOException {
    assertThat(coerced(schema, "5")).isEqualTo(new TextNode("5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: [integer, boolean]",
        "enum: [5, 6]",
        "$schema: http://json-schema.org/draft-07/schema\nconst: 5",
        "oneOf: [{type: boolean}, {type: integer}]",
        "allOf: [{type: [integer, string]}, {type: number}]",
        "$ref: '#/definitions/port'\ndefinitions: {port: {type: integer}}",
        "allOf: [{$ref: '#/definitions/port'}]\ndefinitions: {port: {type: integer}}",
        "anyOf: [{type: string, enum: [a]}, {type: integer}]\nallOf: [{type: integer}]"
      })
  void whatNoAlternativeTakesAsATextIsMadeWhatOneTakes(String schema) throws IOException {
    assertThat(coerced(schema, "5").isInt()).isTrue();
  }

  @Test
  void largeIntegersKeepAllTheirDigits() throws IOException {
    String digits = "123456789012345678901234567890";
    assertThat(coerced("type: integer", digits).bigIntegerValue())
        .isEqualTo(new BigInteger(digits));
  }

  @Test
  void jsonMayStandAmongWhiteSpace() throws IOException {
    assertThat(coerced("type: object", "{\"a\": 1}\n").isObject()).isTrue();
  }

  @Test
  void findsThePlacesOfPropertiesAndItems() throws IOException {
    String schema =
        """
        type: object
        properties:
          port: {type: integer}
          name: {type: string}
          servers: {type: array, items: {properties: {port: {type: integer}}}}
          pair: {items: [{type: integer}, {type: string}], additionalItems: {type: boolean}}
        patternProperties:
          '^is-': {type: boolean}
        additionalProperties: {type: number}
        """;
    JsonNode value =
        coercedYaml(
            schema,
            """
            port: '1'
            name: '1'
            servers: [{port: '1', name: '1'}]
            pair: ['1', '1', 'true']
            is-a: 'true'
            more: '1.5'
            """);
    assertThat(new ObjectMapper().writeValueAsString(value))
        .isEqualTo(
            "{\"port\":1,\"name\":\"1\",\"servers\":[{\"port\":1,\"name\":\"1\"}],"
                + "\"pair\":[1,\"1\",true],\"is-a\":true,\"more\":1.5}");
  }

  @Test
  void alternativesThatDisagreeLeaveTheText() throws IOException {
    String schema =
        "oneOf: [{properties: {v: {type: integer}}}, {properties: {v: {type: string}}}]";
    assertThat(coercedYaml(schema, "v: '5'").get("v").isTextual()).isTrue();
  }

  @Test
  void followsASchemaThatRefersToItself() throws IOException {
    String schema = "properties: {next: {$ref: '#'}, port: {type: integer}}";
    JsonNode value = coercedYaml(schema, "{next: {next: {port: '5'}}}");
    assertThat(value.at("/next/next/port").isInt()).isTrue();
  }

  @Test
  void whatComesFromElsewhereHasItsTypeAlready() throws IOException {
    Verdict verdict =
        schema("properties: {a: {type: integer}, 'b/c': {type: integer}}")
            .validate(YamlTree.parse("{a: '5', b/c: '5'}", "value").root(), "/b~1c"::equals);
    assertThat(verdict.value().get("a").isTextual()).isTrue();
    assertThat(verdict.value().get("b/c").isInt()).isTrue();
    assertThat(verdict.violations()).containsExactly(new Violation("a", "type: integer"));
  }

  @Test
  void whatIsWithinATextThatWasParsedIsNotParsedAgain() throws IOException {
    Verdict verdict =
        schema("type: object\nproperties: {a: {type: integer}}")
            .validate(new TextNode("{\"a\": \"5\"}"), pointer -> true);
    assertThat(verdict.violations()).containsExactly(new Violation("a", "type: integer"));
  }

  @Test
  void theGivenValueStaysAsItIs() throws IOException {
    JsonNode given = YamlTree.parse("{a: ['5']}", "value").root();
    JsonNode copy = given.deepCopy();
    Verdict unused =
        schema("properties: {a: {items: {type: integer}}}").validate(given, pointer -> true);
    assertThat(given).isEqualTo(copy);
  }
}
