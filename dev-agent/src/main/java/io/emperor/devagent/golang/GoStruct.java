package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A struct of Go's: fields by names whose case does not matter.
 *
 * @param name its name in complaints about its fields
 * @param strict whether unknown fields are complained about
 */
public record GoStruct(String name, String goName, boolean strict, Map<String, Field> fields)
    implements GoType {

  private record Field(String name, GoType type, String target) {}

  public GoStruct(String name, String goName, boolean strict) {
    this(name, goName, strict, new HashMap<>());
  }

  /** Adds fields of one type. For building a constant only. */
  public GoStruct with(GoType type, String... names) {
    for (String field : names) {
      fields.put(field.toLowerCase(Locale.ROOT), new Field(field, type, field));
    }
    return this;
  }

  /** Adds a second name for a field. For building a constant only. */
  public GoStruct alias(String other, String field) {
    Field known = fields.get(field.toLowerCase(Locale.ROOT));
    if (known != null) {
      fields.put(other, new Field(other, known.type, known.target));
    }
    return this;
  }

  @Override
  public @Nullable Object read(JsonNode json, GoPlace outside) {
    GoPlace place = name.isEmpty() ? outside.afresh() : outside;
    if (!json.isObject()) {
      outside.mismatch(json, this);
      return null;
    }
    Map<String, Object> values = new HashMap<>();
    json.properties().forEach(child -> read(child.getKey(), child.getValue(), place, values));
    return new Fields(values);
  }

  private void read(String key, JsonNode json, GoPlace place, Map<String, Object> values) {
    Field field = fields.get(key.toLowerCase(Locale.ROOT));
    if (field == null) {
      if (strict) {
        place.complain("json: unknown field " + GoText.quote(key));
      }
      return;
    }
    Object value = json.isNull() ? null : field.type.read(json, place.at(name, field.name));
    if (value == null) {
      values.putIfAbsent(field.target + "?", true);
    } else {
      values.put(field.target, value);
    }
  }

  /**
   * Reads a request's body.
   *
   * @param what what a complaint begins with
   * @throws HttpError if the body is not that
   */
  public Fields decode(Body body, String what) {
    Object value = GoJson.decode(this, body, what);
    return value instanceof Fields known ? known : new Fields(Map.of());
  }
}
