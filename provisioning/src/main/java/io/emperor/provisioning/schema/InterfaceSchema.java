package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.path.NodePath;
import io.emperor.base.SafeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What an interface has to look like. Safe for use by many threads. */
public final class InterfaceSchema {

  private static final int LONGEST_KEY = 100;

  private final String name;
  private final Path file;
  private final WantedTypes wanted;
  private final Schema schema;

  InterfaceSchema(String name, Path file, SchemaDocument document, Schema schema) {
    this.name = name;
    this.file = file;
    this.wanted = new WantedTypes(document);
    this.schema = schema;
  }

  /** Of the interface. */
  public String name() {
    return name;
  }

  /** Where it is written. */
  public Path file() {
    return file;
  }

  /**
   * Looks at a value.
   *
   * @param value of the interface, or of a key below it; stays as it is
   * @param isText whether what is at a JSON pointer within the value is a text that may stand for
   *     something else
   */
  public Verdict validate(JsonNode value, Predicate<String> isText) {
    JsonNode coerced = new Coercion(wanted, isText).of(value);
    return new Verdict(coerced, violations(schema, coerced));
  }

  /** In words of the schema alone: the library's messages have values in them. */
  static List<Violation> violations(Schema schema, JsonNode value) {
    try {
      return schema.validate(value).stream().map(InterfaceSchema::violation).distinct().toList();
    } catch (SchemaException | StackOverflowError e) {
      // What is wrong with the schema only this value shows, or it goes deeper than the stack.
      return List.of(new Violation("", "the schema can't look at it"));
    }
  }

  private static Violation violation(Error error) {
    String keyword = String.valueOf(error.getKeyword());
    String detail = detail(error, keyword);
    return new Violation(
        key(error.getInstanceLocation()), detail.isEmpty() ? keyword : keyword + ": " + detail);
  }

  private static String detail(Error error, String keyword) {
    if (error.getProperty() != null) {
      return shown(error.getProperty());
    }
    JsonNode written = error.getSchemaNode();
    boolean isNamed = keyword.equals("type") || keyword.equals("format");
    return isNamed && written != null
        ? shown(written.isTextual() ? written.textValue() : written.toString())
        : "";
  }

  private static String key(NodePath location) {
    List<String> elements = new ArrayList<>();
    for (int at = 0; at < location.getNameCount(); at++) {
      elements.add(String.valueOf(location.getElement(at)));
    }
    return shown(String.join(".", elements));
  }

  private static String shown(String text) {
    return SafeText.escaped(text, LONGEST_KEY);
  }
}
