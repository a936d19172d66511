package io.emperor.devagent.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/** A filter that has been read, and does not know yet what it filters. */
public sealed interface FilterExpression
    permits FilterExpression.Combined, FilterExpression.Not, Match {

  /**
   * The same for rows of these fields.
   *
   * @throws IllegalArgumentException in Go's words, if it asks what these fields can't answer
   */
  Predicate<JsonNode> over(FieldType.Struct fields);

  /** Several, one after another, until one has settled it: the first that is true, or false. */
  record Combined(boolean settledBy, List<FilterExpression> parts) implements FilterExpression {

    @Override
    public Predicate<JsonNode> over(FieldType.Struct fields) {
      List<Predicate<JsonNode>> all = parts.stream().map(part -> part.over(fields)).toList();
      return row -> {
        for (Predicate<JsonNode> one : all) {
          if (one.test(row) == settledBy) {
            return settledBy;
          }
        }
        return !settledBy;
      };
    }
  }

  /** The contrary. */
  record Not(FilterExpression part) implements FilterExpression {

    @Override
    public Predicate<JsonNode> over(FieldType.Struct fields) {
      return part.over(fields).negate();
    }
  }
}
