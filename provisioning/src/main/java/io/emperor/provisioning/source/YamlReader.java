package io.emperor.provisioning.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.emperor.base.SafeText;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a tree of a parser's tokens, since a reader of trees would not know the lines. */
final class YamlReader {

  private static final int DEEPEST = 100;
  private static final int MOST_PROBLEMS = 20;
  private static final int LONGEST_KEY = 80;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final String file;
  private final List<String> problems;
  private final Map<String, Integer> lines = new HashMap<>();

  YamlReader(JsonParser parser, String file, List<String> problems) {
    this.parser = parser;
    this.file = file;
    this.problems = problems;
  }

  YamlTree document() throws IOException {
    JsonNode root = parser.nextToken() == null ? NODES.nullNode() : value("", "", 0);
    if (parser.nextToken() != null) {
      add("", "has a second document", "remove it");
    }
    return new YamlTree(file, root, lines);
  }

  private JsonNode value(String pointer, String key, int depth) throws IOException {
    lines.put(pointer, line());
    JsonToken token = parser.currentToken();
    if (isAlias()) {
      add(key, "is an alias", "write it out");
      return NODES.nullNode();
    }
    if (token.isStructStart() && depth >= DEEPEST) {
      add(key, "is nested more than " + DEEPEST + " deep", "make it flatter");
      throw new InvalidInputException(problems);
    }
    return switch (token) {
      case START_OBJECT -> object(pointer, key, depth + 1);
      case START_ARRAY -> array(pointer, key, depth + 1);
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(key);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      default -> other(key);
    };
  }

  private ObjectNode object(String pointer, String key, int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      String shown = key.isEmpty() ? name : key + "." + name;
      if (object.has(name)) {
        add(shown, "is there twice", "remove one, the other is in line " + lines.get(below));
      }
      parser.nextToken();
      object.set(name, value(below, shown, depth));
    }
    return object;
  }

  private ArrayNode array(String pointer, String key, int depth) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int at = array.size();
      array.add(value(pointer + "/" + at, key + "[" + at + "]", depth));
    }
    return array;
  }

  private JsonNode number(String key) throws IOException {
    Optional<JsonNode> number = YamlScalar.numeric(parser.getText());
    if (number.isEmpty()) {
      add(key, "is too large a number", "quote it");
    }
    return number.orElseGet(NODES::nullNode);
  }

  private JsonNode other(String key) {
    add(key, "has a tag that stands for no text", "remove the tag");
    return NODES.nullNode();
  }

  private boolean isAlias() {
    return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** After some of them the rest helps nobody. */
  private void add(String key, String seen, String remedy) {
    if (problems.size() < MOST_PROBLEMS) {
      String shown = key.isEmpty() ? "" : SafeText.escaped(key, LONGEST_KEY) + " ";
      problems.add(file + ":" + line() + ": " + shown + seen + "; " + remedy);
    }
  }
}
