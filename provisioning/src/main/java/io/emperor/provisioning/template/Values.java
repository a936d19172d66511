package io.emperor.provisioning.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as templates have them: maps, lists, texts, numbers, booleans and null. */
final class Values {

  private static final int DEEPEST = 100;

  private Values() {}

  /** Numbers are whole ones of 64 bits, or of floating point. */
  static @Nullable Object of(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
      return Collections.unmodifiableMap(map);
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(entry -> list.add(of(entry)));
      return Collections.unmodifiableList(list);
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() && node.canConvertToLong()
          ? (Object) node.longValue()
          : (Object) node.doubleValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
  }

  static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof SafeString || value instanceof Character;
  }

  /** What is printed. */
  static String text(@Nullable Object value) {
    if (isText(value) || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    throw new RefusedException(
        "has "
            + kind(value)
            + " where a text is needed; "
            + (value == null
                ? "write | default(\"…\")"
                : "go through it with for, or write toJSON"));
  }

  static String kind(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map) {
      return "a map";
    }
    if (value instanceof List) {
      return "a list";
    }
    return isText(value)
        ? "a text"
        : value instanceof Number
            ? "a number"
            : value instanceof Boolean ? "a boolean" : "something that is no value";
  }

  static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new RefusedException("has " + kind(value) + " where a list is needed; give it a list");
  }

  static JsonNode json(@Nullable Object value, Run run) {
    return json(value, run, 0);
  }

  private static JsonNode json(@Nullable Object value, Run run, int depth) {
    run.making(Run.ENTRY);
    if (depth > DEEPEST) {
      throw new RefusedException("has a value that is nested too deeply; make it flatter");
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      map.forEach((key, each) -> object.set(text(key), json(each, run, depth + 1)));
      return object;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      list.forEach(each -> array.add(json(each, run, depth + 1)));
      return array;
    }
    return scalar(value, run);
  }

  private static JsonNode scalar(@Nullable Object value, Run run) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.nullNode();
    }
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    if (value instanceof Double number) {
      return nodes.numberNode(number);
    }
    if (value instanceof Number number) {
      return nodes.numberNode(number.longValue());
    }
    String text = text(value);
    run.making(text.length());
    return nodes.textNode(text);
  }
}
