package io.emperor.devagent.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts as JSON. */
public final class Texts {

  private Texts() {}

  public static ArrayNode json(List<String> texts) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    texts.forEach(json::add);
    return json;
  }

  public static JsonNode json(@Nullable Map<String, String> texts) {
    return texts == null ? JsonNodeFactory.instance.nullNode() : object(texts);
  }

  public static ObjectNode object(@Nullable Map<String, String> texts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (texts != null) {
      texts.forEach(json::put);
    }
    return json;
  }
}
