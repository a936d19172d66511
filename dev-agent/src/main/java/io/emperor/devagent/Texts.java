package io.emperor.devagent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts as JSON. */
final class Texts {

  private Texts() {}

  static ArrayNode json(List<String> texts) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    texts.forEach(json::add);
    return json;
  }

  static JsonNode json(@Nullable Map<String, String> texts) {
    return texts == null ? JsonNodeFactory.instance.nullNode() : object(texts);
  }

  static ObjectNode object(@Nullable Map<String, String> texts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (texts != null) {
      texts.forEach(json::put);
    }
    return json;
  }
}
