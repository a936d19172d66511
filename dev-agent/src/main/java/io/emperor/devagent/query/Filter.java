package io.emperor.devagent.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.HttpError;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants to see of the rows that it asks for. Thread safe.
 *
 * @param wanted null for all of them
 */
public record Filter(@Nullable Predicate<JsonNode> wanted) {

  private static final String PREFIX = "Failed to create boolean expression evaluator: ";

  /**
   * Reads it.
   *
   * @throws HttpError if it is none, or does not fit to these fields
   */
  public static Filter of(ApiRequest request, FieldType.Struct fields) {
    return of(read(request), fields, PREFIX);
  }

  /**
   * The filter that an expression is for rows of these fields.
   *
   * @throws HttpError if it does not fit to them
   */
  public static Filter of(@Nullable FilterExpression expression, FieldType.Struct fields) {
    return of(expression, fields, "");
  }

  private static Filter of(
      @Nullable FilterExpression expression, FieldType.Struct fields, String prefix) {
    try {
      return new Filter(expression == null ? null : expression.over(fields));
    } catch (IllegalArgumentException e) {
      throw HttpError.refused(prefix + e.getMessage());
    }
  }

  /**
   * Reads the expression alone; null if there is none.
   *
   * @throws HttpError if it is wrong
   */
  public static @Nullable FilterExpression read(ApiRequest request) {
    String text = request.query().first("filter");
    try {
      return text.isEmpty() ? null : FilterReader.read(text);
    } catch (IllegalArgumentException e) {
      throw HttpError.refused(PREFIX + e.getMessage());
    }
  }

  /** What of an array's or an object's members is wanted; nothing at all is an empty array then. */
  public JsonNode of(JsonNode rows) {
    if (wanted == null) {
      return rows;
    }
    if (rows instanceof ObjectNode object) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      object.properties().stream()
          .filter(row -> wanted.test(row.getValue()))
          .forEach(row -> kept.set(row.getKey(), row.getValue()));
      return kept;
    }
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    for (JsonNode row : rows) {
      if (wanted.test(row)) {
        kept.add(row);
      }
    }
    return kept;
  }
}
