package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of one type. */
public record GoList(GoType element, String goName) implements GoType {

  public static final GoList STRINGS = new GoList(GoScalar.STRING, "[]string");

  @Override
  public @Nullable Object read(JsonNode json, GoPlace place) {
    if (!json.isArray()) {
      place.mismatch(json, this);
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (JsonNode child : json) {
      Object value = child.isNull() ? null : element.read(child, place);
      if (value != null) {
        values.add(value);
      } else if (child.isNull()) {
        values.add(element instanceof GoStruct ? Fields.NONE : "");
      }
    }
    return values;
  }
}
