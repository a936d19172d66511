package io.emperor.devagent.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.golang.GoInteger;
import io.emperor.devagent.golang.GoPattern;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.query.FieldType.Named;
import io.emperor.devagent.query.FieldType.Scalar;
import io.emperor.devagent.query.FieldType.Structs;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a filter asks of one field.
 *
 * @param value as it was written, null where the operator takes none
 */
record Match(List<String> selector, Operator operator, @Nullable String value)
    implements FilterExpression {

  /** How a field is compared, with the name that complaints give it. */
  enum Operator {
    EQUAL("Equal"),
    NOT_EQUAL("Not Equal"),
    IN("In"),
    NOT_IN("Not In"),
    MATCHES("Matches"),
    NOT_MATCHES("Not Matches"),
    EMPTY("Is Empty"),
    NOT_EMPTY("Is Not Empty");

    private final String title;

    Operator(String title) {
      this.title = title;
    }

    private boolean isNegative() {
      return this == NOT_EQUAL || this == NOT_IN || this == NOT_MATCHES || this == NOT_EMPTY;
    }

    /** What it says of an entry that is not there, in which the real agent is not consistent. */
    private boolean holdsForNothing() {
      return this != EQUAL && this != IN && this != NOT_EMPTY;
    }
  }

  static String text(List<String> selector) {
    return String.join(".", selector);
  }

  @Override
  public Predicate<JsonNode> over(FieldType.Struct fields) {
    FieldType type = fields;
    for (int i = 0; i < selector.size(); i++) {
      type = type.field(selector.get(i));
      if (type == null) {
        String known = text(selector.subList(0, i + 1));
        throw new IllegalArgumentException("Selector " + GoText.quote(known) + " is not valid");
      }
    }
    if (!type.operators().contains(operator)) {
      throw new IllegalArgumentException(
          "Invalid match operator %s for selector %s"
              .formatted(GoText.quote(operator.title), GoText.quote(text(selector))));
    }
    Predicate<JsonNode> comparison = comparison(type, value == null ? "" : value);
    Predicate<JsonNode> last = operator.isNegative() ? comparison.negate() : comparison;
    return row -> holds(last, fields, row, 0);
  }

  private boolean holds(Predicate<JsonNode> last, FieldType type, JsonNode json, int depth) {
    if (depth == selector.size()) {
      return last.test(json);
    }
    if (type instanceof Structs structs) {
      for (JsonNode one : json) {
        if (holds(last, structs.each(), one, depth)) {
          return true;
        }
      }
      return false;
    }
    String name = selector.get(depth);
    FieldType inner = type.field(name);
    boolean isMissing = type instanceof Named && !json.has(name);
    if (inner == null || isMissing) {
      return operator.holdsForNothing();
    }
    return holds(last, inner, json.path(name), depth + 1);
  }

  /** What the operator, or its contrary, asks of the last field. */
  private Predicate<JsonNode> comparison(FieldType type, String wanted) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> equality(type, wanted);
      case IN, NOT_IN -> membership(type, wanted);
      case EMPTY, NOT_EMPTY -> JsonNode::isEmpty;
      case MATCHES, NOT_MATCHES -> {
        GoPattern pattern = pattern(wanted);
        yield json -> pattern.isFoundIn(json.asText(""));
      }
    };
  }

  private Predicate<JsonNode> equality(FieldType type, String wanted) {
    try {
      if (type == Scalar.NUMBER) {
        long number = GoInteger.parse(wanted);
        return json -> json.asLong(0) == number;
      }
      if (type == Scalar.FLAG) {
        boolean flag = GoText.bool(wanted);
        return json -> json.asBoolean(false) == flag;
      }
      return json -> json.asText("").equals(wanted);
    } catch (NumberFormatException e) {
      throw unreadable(wanted, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw unreadable(
          wanted, "strconv.ParseBool: parsing " + GoText.quote(wanted) + ": invalid syntax");
    }
  }

  private IllegalArgumentException unreadable(String wanted, String reason) {
    return new IllegalArgumentException(
        "Failed to coerce value %s for selector %s: %s"
            .formatted(GoText.quote(wanted), GoText.quote(text(selector)), reason));
  }

  private static Predicate<JsonNode> membership(FieldType type, String wanted) {
    if (type == Scalar.TEXT) {
      return json -> json.asText("").contains(wanted);
    }
    if (type instanceof Named) {
      return json -> json.has(wanted);
    }
    return json -> {
      for (JsonNode one : json) {
        if (one.asText().equals(wanted)) {
          return true;
        }
      }
      return false;
    };
  }

  private static GoPattern pattern(String text) {
    try {
      return GoPattern.compile(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Failed to compile regular expression " + GoText.quote(text) + ": " + e.getMessage(), e);
    }
  }
}
