package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The types of JSON Schema. */
enum JsonType {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  ARRAY,
  OBJECT,
  NULL;

  static Set<JsonType> all() {
    return EnumSet.allOf(JsonType.class);
  }

  static Set<JsonType> none() {
    return EnumSet.noneOf(JsonType.class);
  }

  /** Which a value has: an integer is a number, too. */
  static Set<JsonType> of(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> EnumSet.of(STRING);
      case NUMBER -> value.isIntegralNumber() ? EnumSet.of(INTEGER, NUMBER) : EnumSet.of(NUMBER);
      case BOOLEAN -> EnumSet.of(BOOLEAN);
      case ARRAY -> EnumSet.of(ARRAY);
      case OBJECT -> EnumSet.of(OBJECT);
      case NULL -> EnumSet.of(NULL);
      default -> none();
    };
  }

  /** What the keyword {@code type} takes: a name, or a list of them. */
  static Set<JsonType> named(JsonNode names) {
    if (names.isArray()) {
      Set<JsonType> types = none();
      names.forEach(name -> types.addAll(named(name)));
      return types;
    }
    for (JsonType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(names.asText())) {
        return type == NUMBER ? EnumSet.of(NUMBER, INTEGER) : EnumSet.of(type);
      }
    }
    return none();
  }
}
