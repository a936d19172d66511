package io.emperor.provisioning.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.SafeText;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder of the snapshot, which knows where it is. Immutable. */
final class InputValues extends AbstractMap<String, Object> {

  private final String path;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Null counts for nothing. */
  InputValues(String path, JsonNode folder) {
    this.path = path;
    folder
        .properties()
        .forEach(
            field -> {
              Object value = value(at(field.getKey()), field.getValue());
              if (value != null) {
                values.put(field.getKey(), value);
              }
            });
  }

  private static @Nullable Object value(String path, JsonNode node) {
    return node.isObject() ? new InputValues(path, node) : Values.of(node);
  }

  /**
   * A value that a template can't do without.
   *
   * @throws NotThereException if there is none
   */
  Object needed(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new NotThereException("input " + SafeText.name(at(key)) + " is not there", key);
    }
    return value;
  }

  /** The same by all keys that lead there. */
  Object neededAt(String dotted) {
    Object value = this;
    for (String key : dotted.split("\\.", -1)) {
      if (!(value instanceof InputValues folder)) {
        throw new NotThereException("input " + SafeText.name(dotted) + " is not there", key);
      }
      value = folder.needed(key);
    }
    return value;
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return Collections.unmodifiableMap(values).entrySet();
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "InputValues[" + values.size() + "]";
  }
}
