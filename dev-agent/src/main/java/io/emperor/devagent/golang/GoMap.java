package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names to values of one type. */
public record GoMap(GoType element, String goName) implements GoType {

  public static final GoMap STRINGS = new GoMap(GoScalar.STRING, "map[string]string");

  @Override
  public @Nullable Object read(JsonNode json, GoPlace place) {
    if (!json.isObject()) {
      place.mismatch(json, this);
      return null;
    }
    Map<String, Object> values = new TreeMap<>();
    json.properties()
        .forEach(
            child -> {
              JsonNode node = child.getValue();
              Object value = node.isNull() ? "" : element.read(node, place);
              if (value != null) {
                values.put(child.getKey(), value);
              }
            });
    return values;
  }
}
