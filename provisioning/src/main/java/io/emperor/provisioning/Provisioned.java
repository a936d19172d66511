package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.Snapshot;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a program is given: everything was there, and valid. Immutable. */
public final class Provisioned {

  private final Snapshot snapshot;
  private final Map<String, String> texts;
  private final Set<OnChange> actions;

  /**
   * Puts it together.
   *
   * @param texts filled in, by where they stand
   * @param actions what is to be done about it
   */
  Provisioned(Snapshot snapshot, Map<String, String> texts, Set<OnChange> actions) {
    this.snapshot = snapshot;
    this.texts = Map.copyOf(texts);
    this.actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
  }

  /** The number of the snapshot: it grows with each change. */
  public long number() {
    return snapshot.number();
  }

  /**
   * The texts of one kind, filled in.
   *
   * @param kind {@code env} for those that stand at {@code env.NAME}
   * @return by their names
   */
  public Map<String, String> texts(String kind) {
    return of(kind, texts);
  }

  /** What is to be done about it, each once, in this order; nothing for the first time. */
  public Set<OnChange> actions() {
    return actions;
  }

  static Map<String, String> of(String kind, Map<String, String> texts) {
    String prefix = kind + ".";
    Map<String, String> found = new LinkedHashMap<>();
    texts.forEach(
        (place, text) -> {
          if (place.startsWith(prefix)) {
            found.put(place.substring(prefix.length()), text);
          }
        });
    return found;
  }

  /** All values with where they are from, ordered by their keys. */
  List<InputsView.Value> values() {
    return snapshot.origins().entrySet().stream()
        .map(origin -> value(origin.getKey(), origin.getValue()))
        .sorted(Comparator.comparing(InputsView.Value::key))
        .toList();
  }

  private InputsView.Value value(String pointer, String source) {
    JsonNode node = snapshot.values().at(pointer);
    String key =
        Stream.of(pointer.substring(1).split("/", -1))
            .map(part -> part.replace("~1", "/").replace("~0", "~"))
            .collect(Collectors.joining("."));
    return new InputsView.Value(key, node.isValueNode() ? node.asText() : node.toString(), source);
  }

  /** All values by their dotted keys, {@code servers.0.port}; what is null has none. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    flatten("", snapshot.values(), settings);
    return settings;
  }

  private static void flatten(String key, JsonNode node, Map<String, String> settings) {
    String prefix = key.isEmpty() ? "" : key + ".";
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(prefix + i, node.get(i), settings);
      }
    } else if (node instanceof ObjectNode fields) {
      fields
          .properties()
          .forEach(field -> flatten(prefix + field.getKey(), field.getValue(), settings));
    } else if (!node.isNull()) {
      settings.put(key, node.asText());
    }
  }

  /** All values as one JSON object. */
  public String json() {
    return snapshot.values().toString();
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "Provisioned[" + number() + " with " + texts.keySet() + "]";
  }
}
