package io.emperor.provisioning.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.provisioning.source.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Schemas read() {
    return Schemas.read(List.of(directory));
  }

  private List<String> problems() {
    InvalidInputException failure = catchThrowableOfType(InvalidInputException.class, this::read);
    assertThat(failure).isNotNull();
    return failure.problems();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private List<String> violations(String schema, String value) throws IOException {
    write("one.schema", schema);
    InterfaceSchema read = read().of("one").orElseThrow();
    return read.validate(json(value), pointer -> false).violations().stream()
        .map(Violation::toString)
        .toList();
  }

  @Test
  void findsSchemasOfBothNotationsAtAnyDepth() throws IOException {
    write("a.schema", "name: mysql\ntype: object\n");
    write("b/c/d.schema", "{\"name\": \"redis\", \"type\": \"object\"}");
    write("b/c/d.txt", "no schema");
    Schemas schemas = read();
    assertThat(schemas.of("mysql")).isPresent();
    assertThat(schemas.of("redis")).isPresent();
    assertThat(schemas.of("d")).isEmpty();
    assertThat(schemas.names().size()).isEqualTo(2);
  }

  @Test
  void aLinkThatLeadsBackEnds() throws IOException {
    write("a/a.schema", "name: mysql\n");
    Files.createSymbolicLink(directory.resolve("a/back"), directory);
    assertThat(read().of("mysql")).isPresent();
  }

  @Test
  void theSameDirectoryTwiceIsNoSecondSchema() throws IOException {
    write("a.schema", "name: mysql\n");
    assertThat(Schemas.read(List.of(directory, directory.resolve("."))).names().size())
        .isEqualTo(1);
  }

  @Test
  void tellsAllProblemsAtOnce() throws IOException {
    write("a.schema", "name: mysql\n");
    write("b.schema", "name: mysql\n");
    write("c.schema", "- a\n- list\n");
    write("d.schema", "type: object\n");
    write("e.schema", "name: e\nproperties: [a, list]\n");
    write("f.schema", "name: f\n$schema: http://example.com/my-own\n");
    write("g.schema", "name: g\n$ref: 'http://example.com/other.json'\n");
    write("h.schema", "name: h\nproperties: {a: {$ref: 'file:///etc/passwd'}}\n");
    write("i.schema", "name: i\nproperties: {a: {$ref: '#/definitions/none'}}\n");
    write("ia.schema", "name: ia\nproperties: {a: {$ref: null}}\n");
    write("j.schema", "name: j\nallOf: [{$ref: '#'}]\n");
    write("k.schema", "name: k\nproperties: {a: {pattern: '('}}\n");
    write("l.schema", "name: l\nproperties: {a: {type: text}}\n");
    String at = directory + "/";
    assertThat(problems())
        .containsExactly(
            at + "b.schema: name: mysql is the schema of " + at + "a.schema, too",
            at + "c.schema: is no schema; write a map with the key name",
            at + "d.schema: name: is no text; name the interface",
            at + "e.schema: is no schema: properties: type: object",
            at + "f.schema: $schema: is none that is known; write one of draft 4 to 2020-12",
            at + "g.schema: $ref: http://example.com/other.json is not within the file",
            at + "h.schema: $ref: file:///etc/passwd is not within the file",
            at + "i.schema: $ref: #/definitions/none is not within the file",
            at + "ia.schema: $ref: null is not within the file",
            at + "j.schema: $ref: # leads back to itself",
            at + "k.schema: is no schema: properties.a.pattern: format: regex",
            at + "l.schema: is no schema: properties.a.type: enum",
            at + "l.schema: is no schema: properties.a.type: type: array");
  }

  @Test
  void aDirectoryThatIsMissingIsAProblem() {
    assertThatThrownBy(() -> Schemas.read(List.of(directory.resolve("none"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(directory.resolve("none") + " is not there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema"
      })
  void knowsEachVersion(String version) throws IOException {
    assertThat(
            violations(
                "{name: one, $schema: '" + version + "', properties: {a: {format: ipv4}}}",
                "{\"a\": \"no address\"}"))
        .containsExactly("a: format: ipv4");
  }

  @Test
  void isDraft4WithoutAnother() throws IOException {
    // In draft 4 it is a flag; in later ones a number.
    assertThat(
            violations(
                "{name: one, properties: {a: {minimum: 5, exclusiveMinimum: true}}}", "{\"a\": 5}"))
        .hasSize(1);
  }

  @Test
  void tellsKeyAndRuleAndNeverTheValue() throws IOException {
    String schema =
        """
        name: one
        type: object
        required: [host]
        additionalProperties: false
        properties:
          host: {type: string}
          port: {type: integer, maximum: 65535}
          mode: {enum: [fast, slow]}
          code: {pattern: '^[a-z]+$'}
          mail: {format: email}
          tags: {type: array, items: {type: [string, 'null']}, uniqueItems: true}
          any: {anyOf: [{type: integer}, {type: boolean}]}
          not: {not: {type: string}}
          long: {maxLength: 3}
        """;
    String value =
        """
        {"port": "s3cret", "mode": "s3cret", "code": "s3cret", "mail": "s3cret",
         "tags": ["s3cret", 3, "s3cret"], "any": "s3cret", "not": "s3cret", "long": "s3cret",
         "more": "s3cret"}
        """;
    assertThat(violations(schema, value))
        .containsExactlyInAnyOrder(
            "required: host",
            "additionalProperties: more",
            "port: type: integer",
            "mode: enum",
            "code: pattern",
            "mail: format: email",
            "tags.1: type: [\"string\",\"null\"]",
            "tags: uniqueItems",
            "any: type: integer",
            "any: type: boolean",
            "not: not",
            "long: maxLength")
        .noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void aKeyFromOutsideIsNoSecondLine() throws IOException {
    assertThat(
            violations(
                "{name: one, additionalProperties: {type: integer}}", "{\"a\\n\\u001b\": \"x\"}"))
        .containsExactly("a\\u000a\\u001b: type: integer");
  }

  @Test
  @Timeout(30)
  void aPatternThatTriesAllThereIsDoesNotMatch() throws IOException {
    String text = "a".repeat(50_000);
    assertThat(violations("{name: one, pattern: '^(a+)+$'}", "\"" + text + "!\""))
        .containsExactly("pattern");
    assertThat(violations("{name: one, pattern: '^(a|a)*$'}", "\"" + text + "!\""))
        .containsExactly("pattern");
    assertThat(violations("{name: one, pattern: '(x+x+)+y'}", "\"" + "x".repeat(50_000) + "\""))
        .containsExactly("pattern");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "date",
        "date-time",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "regex",
        "time",
        "uri",
        "uuid",
        "duration",
        "json-pointer",
        "idn-email",
        "idn-hostname",
        "iri",
        "uri-template"
      })
  @Timeout(30)
  void aLongValueOfAnyFormatIsLookedAtQuickly(String format) throws IOException {
    String schema = "{name: one, $schema: 'https://json-schema.org/draft/2020-12/schema', format: ";
    for (String part : List.of("a", "a.", "1:", "1", "((", "a@a", "%41", "/", "{a}", "-")) {
      assertThat(violations(schema + format + "}", "\"" + part.repeat(100_000) + "\""))
          .isSubsetOf("format: " + format, "the schema can't look at it");
    }
  }

  @Test
  void aDateAndTimeIsThatOfRfc3339() throws IOException {
    String schema = "{name: one, format: date-time}";
    assertThat(violations(schema, "\"2026-02-28T23:59:59.123+02:00\"")).isEmpty();
    assertThat(violations(schema, "\"2026-02-28t23:59:59z\"")).isEmpty();
    for (String wrong : List.of("2026-02-30T00:00:00Z", "2026-02-28T23:59Z", "2026-02-28", "s3")) {
      assertThat(violations(schema, "\"" + wrong + "\"")).containsExactly("format: date-time");
    }
  }

  @Test
  void aPatternEndsWhereTheValueEnds() throws IOException {
    assertThat(violations("{name: one, pattern: '^[a$]+$'}", "\"a$\"")).isEmpty();
    assertThat(violations("{name: one, pattern: '^a\\$$'}", "\"a$\"")).isEmpty();
    assertThat(violations("{name: one, pattern: '^a$|b$'}", "\"b\"")).isEmpty();
    assertThat(violations("{name: one, pattern: '^a$'}", "\"a\\n\"")).containsExactly("pattern");
  }

  @Test
  void aSchemaMayReferToItselfForAPart() throws IOException {
    String schema =
        "{name: one, type: object, properties: {next: {$ref: '#'}, a: {$ref: '#/definitions/a%20b'}},"
            + " definitions: {'a b': {type: integer}}}";
    assertThat(violations(schema, "{\"next\": {\"next\": {\"a\": true}}}"))
        .containsExactly("next.next.a: type: integer");
  }

  @Test
  void aReferenceByNameStandsForItsSchema() throws IOException {
    String schema =
        "{name: one, $schema: 'https://json-schema.org/draft/2020-12/schema',"
            + " properties: {a: {$ref: '#whole'}}, $defs: {x: {$anchor: whole, type: integer}}}";
    assertThat(violations(schema, "{\"a\": true}")).containsExactly("a: type: integer");
  }
}
