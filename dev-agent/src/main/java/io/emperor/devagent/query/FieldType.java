package io.emperor.devagent.query;

import static io.emperor.devagent.query.Match.Operator.EMPTY;
import static io.emperor.devagent.query.Match.Operator.EQUAL;
import static io.emperor.devagent.query.Match.Operator.IN;
import static io.emperor.devagent.query.Match.Operator.MATCHES;
import static io.emperor.devagent.query.Match.Operator.NOT_EMPTY;
import static io.emperor.devagent.query.Match.Operator.NOT_EQUAL;
import static io.emperor.devagent.query.Match.Operator.NOT_IN;
import static io.emperor.devagent.query.Match.Operator.NOT_MATCHES;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a filter may ask of a field, and what is inside it. What JSON leaves out is Go's zero. */
public sealed interface FieldType {

  Set<Match.Operator> operators();

  /** A field of it; null if there is none of this name. */
  default @Nullable FieldType field(String name) {
    return null;
  }

  /** A single value. */
  enum Scalar implements FieldType {
    TEXT,
    NUMBER,
    FLAG;

    @Override
    public Set<Match.Operator> operators() {
      return this == TEXT
          ? Set.of(EQUAL, NOT_EQUAL, IN, NOT_IN, MATCHES, NOT_MATCHES)
          : Set.of(EQUAL, NOT_EQUAL);
    }
  }

  /** A list of texts. */
  record TextList() implements FieldType {

    @Override
    public Set<Match.Operator> operators() {
      return Set.of(IN, NOT_IN, EMPTY, NOT_EMPTY);
    }
  }

  /** Values by names that are not known beforehand. */
  record Named(FieldType value) implements FieldType {

    @Override
    public Set<Match.Operator> operators() {
      return Set.of(IN, NOT_IN, EMPTY, NOT_EMPTY);
    }

    @Override
    public FieldType field(String name) {
      return value;
    }
  }

  /** Values by names that are known. */
  record Struct(Map<String, FieldType> fields) implements FieldType {

    @Override
    public Set<Match.Operator> operators() {
      return Set.of();
    }

    @Override
    public @Nullable FieldType field(String name) {
      return fields.get(name);
    }
  }

  /** Structs, of which one has to fit; which one can't be said. */
  record Structs(Struct each) implements FieldType {

    @Override
    public Set<Match.Operator> operators() {
      return Set.of(EMPTY, NOT_EMPTY);
    }

    @Override
    public @Nullable FieldType field(String name) {
      return each.field(name);
    }
  }
}
