package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A text that has a type of its own in Go. */
public record GoWord(String goName) implements GoType {

  public static final GoWord CHECK_ID = new GoWord("types.CheckID");

  @Override
  public @Nullable Object read(JsonNode json, GoPlace place) {
    if (json.isTextual()) {
      return json.textValue();
    }
    place.mismatch(json, this);
    return null;
  }
}
