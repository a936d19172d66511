package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which types a schema takes at a place in a value. Of alternatives each counts, since nobody knows
 * yet which it is. Safe for use by many threads.
 */
final class WantedTypes {

  private final SchemaDocument document;
  private final Map<String, BoundedRegex> patterns = new ConcurrentHashMap<>();

  WantedTypes(SchemaDocument document) {
    this.document = document;
  }

  /**
   * Those of a place.
   *
   * @param path the names and indices that lead there
   */
  Set<JsonType> at(List<Step> path) {
    return at(document.root(), path);
  }

  private Set<JsonType> at(JsonNode schema, List<Step> path) {
    if (!schema.isObject()) {
      return schema.isBoolean() && !schema.booleanValue() ? JsonType.none() : JsonType.all();
    }
    Set<JsonType> types = JsonType.all();
    List<String> references = document.references(schema);
    for (String reference : references) {
      document.referred(reference).ifPresent(target -> types.retainAll(at(target, path)));
    }
    if (!references.isEmpty() && document.referencesStandAlone()) {
      return types;
    }
    types.retainAll(path.isEmpty() ? own(schema) : below(schema, path));
    schema.path("allOf").forEach(each -> types.retainAll(at(each, path)));
    retainAny(types, schema.path("anyOf"), path);
    retainAny(types, schema.path("oneOf"), path);
    return types;
  }

  private void retainAny(Set<JsonType> types, JsonNode alternatives, List<Step> path) {
    if (alternatives.isArray() && !alternatives.isEmpty()) {
      Set<JsonType> any = JsonType.none();
      alternatives.forEach(each -> any.addAll(at(each, path)));
      types.retainAll(any);
    }
  }

  private static Set<JsonType> own(JsonNode schema) {
    Set<JsonType> types = schema.has("type") ? JsonType.named(schema.get("type")) : JsonType.all();
    if (schema.has("const")) {
      types.retainAll(JsonType.of(schema.get("const")));
    }
    if (schema.path("enum").isArray()) {
      Set<JsonType> values = EnumSet.noneOf(JsonType.class);
      schema.get("enum").forEach(value -> values.addAll(JsonType.of(value)));
      types.retainAll(values);
    }
    return types;
  }

  private Set<JsonType> below(JsonNode schema, List<Step> path) {
    Step step = path.get(0);
    if (!own(schema).contains(step.isIndex() ? JsonType.ARRAY : JsonType.OBJECT)) {
      return JsonType.none();
    }
    List<Step> rest = path.subList(1, path.size());
    Set<JsonType> types = JsonType.all();
    for (JsonNode each : step.isIndex() ? ofItem(schema, step.index()) : ofProperty(schema, step)) {
      types.retainAll(at(each, rest));
    }
    return types;
  }

  private List<JsonNode> ofProperty(JsonNode schema, Step step) {
    List<JsonNode> schemas = new ArrayList<>();
    if (schema.path("properties").has(step.name())) {
      schemas.add(schema.get("properties").get(step.name()));
    }
    for (Map.Entry<String, JsonNode> each : schema.path("patternProperties").properties()) {
      if (pattern(each.getKey()).matches(step.name())) {
        schemas.add(each.getValue());
      }
    }
    if (schemas.isEmpty() && schema.has("additionalProperties")) {
      schemas.add(schema.get("additionalProperties"));
    }
    return schemas;
  }

  private BoundedRegex pattern(String regex) {
    return patterns.computeIfAbsent(regex, BoundedRegex::new);
  }

  /** A list of schemas is one for each of the first items. */
  private static List<JsonNode> ofItem(JsonNode schema, int index) {
    JsonNode items = schema.path("items");
    JsonNode first = items.isArray() ? items : schema.path("prefixItems");
    if (first.has(index)) {
      return List.of(first.get(index));
    }
    JsonNode others = items.isArray() ? schema.path("additionalItems") : items;
    return others.isMissingNode() ? List.of() : List.of(others);
  }

  /**
   * A part of a value.
   *
   * @param name of a property
   * @param index of an item; negative for a property
   */
  record Step(String name, int index) {

    static Step property(String name) {
      return new Step(name, -1);
    }

    static Step item(int index) {
      return new Step("", index);
    }

    boolean isIndex() {
      return index >= 0;
    }
  }
}
