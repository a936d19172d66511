package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;

/**
 * A key of a store of texts that is named like a file, and whose value is read as one: {@code
 * db.yaml}, {@code db.json}, {@code db.properties}. Its values stand where a folder {@code db}
 * would.
 */
final class KeyFile {

  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json", ".properties");

  private KeyFile() {}

  static boolean isOne(String name) {
    return ENDINGS.stream()
        .anyMatch(ending -> name.endsWith(ending) && name.length() > ending.length());
  }

  /** The name without the ending. */
  static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * Reads the value.
   *
   * @param shown the key, for people
   * @throws InvalidInputException if it can't be read as what its name says
   */
  static JsonNode read(String name, String value, String shown) {
    if (name.endsWith(".properties")) {
      return properties(value, shown);
    }
    JsonNode root = YamlTree.parse(value, "key " + shown).root();
    if (root.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!root.isObject()) {
      throw new InvalidInputException(
          List.of("key " + shown + " is no map; write key: value, or name it without an ending"));
    }
    return root;
  }

  private static JsonNode properties(String value, String shown) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(value));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          List.of("key " + shown + " has a broken \\u escape; correct it"));
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    read.stringPropertyNames().stream()
        .sorted()
        .forEach(key -> put(root, key, read.getProperty(key), shown));
    return root;
  }

  /** A dot nests, as a slash does in the store. */
  private static void put(ObjectNode root, String key, String value, String shown) {
    ObjectNode folder = root;
    String[] parts = key.split("\\.", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      JsonNode present = folder.get(parts[i]);
      if (present != null && !present.isObject()) {
        throw new InvalidInputException(
            List.of(
                "key " + shown + " has a property that is both a value and a folder; remove one"));
      }
      folder = present instanceof ObjectNode inner ? inner : folder.putObject(parts[i]);
    }
    String last = parts[parts.length - 1];
    if (folder.has(last)) {
      throw new InvalidInputException(
          List.of(
              "key " + shown + " has a property that is both a value and a folder; remove one"));
    }
    folder.set(last, TextNode.valueOf(value));
  }
}
