package io.emperor.provisioning.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.schema.WantedTypes.Step;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes of the texts of a store what the schema wants in their places, where it takes no text. One
 * value; for one thread.
 */
final class Coercion {

  private final WantedTypes wanted;
  private final Predicate<String> isText;
  private final Deque<Step> path = new ArrayDeque<>();

  /**
   * Of one value.
   *
   * @param isText whether what is at a JSON pointer comes from a store of texts
   */
  Coercion(WantedTypes wanted, Predicate<String> isText) {
    this.wanted = wanted;
    this.isText = isText;
  }

  /** The value with its texts replaced; the given one stays as it is. */
  JsonNode of(JsonNode value) {
    return of(value, JsonPointer.empty());
  }

  private JsonNode of(JsonNode value, JsonPointer pointer) {
    if (value instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        String name = each.getKey();
        copy.set(name, below(each.getValue(), Step.property(name), pointer.appendProperty(name)));
      }
      return copy;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode(array.size());
      for (int index = 0; index < array.size(); index++) {
        copy.add(below(array.get(index), Step.item(index), pointer.appendIndex(index)));
      }
      return copy;
    }
    return value.isTextual() && isText.test(pointer.toString()) ? coerced(value) : value;
  }

  private JsonNode below(JsonNode value, Step step, JsonPointer pointer) {
    path.addLast(step);
    JsonNode result = of(value, pointer);
    path.removeLast();
    return result;
  }

  private JsonNode coerced(JsonNode text) {
    Set<JsonType> types = wanted.at(List.copyOf(path));
    if (types.contains(JsonType.STRING)) {
      return text;
    }
    return StrictJson.parsed(text.textValue())
        .filter(value -> !Collections.disjoint(types, JsonType.of(value)))
        .orElse(text);
  }
}
