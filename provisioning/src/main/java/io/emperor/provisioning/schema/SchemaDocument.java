package io.emperor.provisioning.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A schema as it is written.
 *
 * @param root all of it
 * @param version of JSON Schema
 */
record SchemaDocument(JsonNode root, SpecificationVersion version) {

  private static final List<String> REFERENCES = List.of("$ref", "$recursiveRef", "$dynamicRef");
  private static final List<String> ANCHORS = List.of("$anchor", "$dynamicAnchor");
  private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> IN_PLACE = List.of("not", "if", "then", "else", "extends");

  private static final List<String> BELOW =
      List.of(
          "additionalProperties",
          "additionalItems",
          "items",
          "contains",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties",
          "prefixItems");

  private static final List<String> MAPS_BELOW =
      List.of("properties", "patternProperties", "definitions", "$defs");

  private static final List<String> MAPS_IN_PLACE = List.of("dependentSchemas", "dependencies");

  /** The references of a schema, not of those within it. */
  List<String> references(JsonNode schema) {
    return REFERENCES.stream()
        .map(schema::path)
        .filter(reference -> !reference.isMissingNode())
        .map(JsonNode::asText)
        .toList();
  }

  /** Whether a reference is all that counts in its schema. */
  boolean referencesStandAlone() {
    return version.getOrder() <= SpecificationVersion.DRAFT_7.getOrder();
  }

  /** What a reference stands for, if it is within the document and there. */
  Optional<JsonNode> referred(String reference) {
    if (!reference.startsWith("#")) {
      return Optional.empty();
    }
    String fragment = reference.substring(1);
    if (!fragment.isEmpty() && !fragment.startsWith("/")) {
      return anchored(root, fragment).filter(SchemaDocument::isSchema);
    }
    try {
      String pointer = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
      return Optional.of(root.at(JsonPointer.compile(pointer))).filter(SchemaDocument::isSchema);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<JsonNode> anchored(JsonNode node, String anchor) {
    return isAnchored(node, anchor)
        ? Optional.of(node)
        : elements(node).flatMap(each -> anchored(each, anchor).stream()).findFirst();
  }

  /** The versions have it in other keywords each. */
  private boolean isAnchored(JsonNode node, String anchor) {
    if (referencesStandAlone()) {
      String id = version == SpecificationVersion.DRAFT_4 ? "id" : "$id";
      return node.path(id).asText().equals("#" + anchor);
    }
    return ANCHORS.stream().anyMatch(key -> node.path(key).asText().equals(anchor));
  }

  private static boolean isSchema(JsonNode node) {
    return node.isObject() || node.isBoolean();
  }

  private static Stream<JsonNode> elements(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements.stream();
  }

  /** The schemas within a schema that are for the same value as it, without those referred to. */
  List<JsonNode> inPlace(JsonNode schema) {
    return Stream.of(
            LISTS.stream().map(schema::path).flatMap(SchemaDocument::elements),
            IN_PLACE.stream().map(schema::path),
            MAPS_IN_PLACE.stream().map(schema::path).flatMap(SchemaDocument::elements))
        .flatMap(schemas -> schemas)
        .filter(JsonNode::isObject)
        .toList();
  }

  /**
   * The schemas within a schema that are for a part of its value, or for whoever refers to them.
   */
  List<JsonNode> below(JsonNode schema) {
    return Stream.concat(
            BELOW.stream()
                .map(schema::path)
                .flatMap(each -> each.isArray() ? elements(each) : Stream.of(each)),
            MAPS_BELOW.stream().map(schema::path).flatMap(SchemaDocument::elements))
        .filter(JsonNode::isObject)
        .toList();
  }
}
