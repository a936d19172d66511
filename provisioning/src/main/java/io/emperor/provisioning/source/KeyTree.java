package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emperor.base.SafeText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nests keys by their slashes. Components that are empty count for nothing. */
final class KeyTree {

  /** As deep as YAML may be: whoever goes through the values has no endless stack. */
  private static final int DEEPEST = 100;

  private static final int LONGEST_SHOWN = 200;

  private final String prefix;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  /** The keys by the nodes that they made, to name the other one. */
  private final Map<List<String>, String> origins = new HashMap<>();

  private KeyTree(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Makes a tree.
   *
   * @param prefix what all keys begin with, and what is cut off
   * @throws InvalidInputException if a key is a value and a folder, is no text, or is too deep
   */
  static ObjectNode of(String prefix, List<Cluster.Key> keys) {
    KeyTree tree = new KeyTree(prefix);
    keys.forEach(tree::add);
    return tree.root;
  }

  private void add(Cluster.Key key) {
    if (key.path().endsWith("/") && "".equals(key.value())) {
      return; // a folder, as user interfaces make them
    }
    List<String> components =
        Arrays.stream(key.path().substring(prefix.length()).split("/"))
            .filter(component -> !component.isEmpty())
            .toList();
    if (components.isEmpty()) {
      return;
    }
    if (components.size() > DEEPEST) {
      throw invalid(key, "has more than " + DEEPEST + " components; make it flatter");
    }
    String value = key.value();
    if (value == null) {
      throw invalid(key, "has a value that is no UTF-8; write it as text, in Base64 for example");
    }
    add(key, components, value);
  }

  private void add(Cluster.Key key, List<String> components, String value) {
    ObjectNode folder = root;
    int last = components.size() - 1;
    for (int depth = 0; depth < last; depth++) {
      folder = folder(folder, components.subList(0, depth + 1), key);
    }
    JsonNode present = folder.get(components.get(last));
    if (present != null) {
      throw clash(components, key, present.isObject());
    }
    folder.set(components.get(last), TextNode.valueOf(value));
    origins.put(components, key.path());
  }

  private ObjectNode folder(ObjectNode parent, List<String> components, Cluster.Key key) {
    String name = components.get(components.size() - 1);
    JsonNode present = parent.get(name);
    if (present instanceof ObjectNode folder) {
      return folder;
    }
    if (present != null) {
      throw clash(components, key, true);
    }
    origins.put(List.copyOf(components), key.path());
    return parent.putObject(name);
  }

  private InvalidInputException clash(List<String> at, Cluster.Key key, boolean isFolder) {
    String other = origins.get(at);
    return isFolder
        ? new InvalidInputException(
            List.of(
                "key "
                    + shown(prefix + String.join("/", at))
                    + " is both a value and a folder, by "
                    + shown(other)
                    + " and "
                    + shown(key.path())
                    + "; remove one"))
        : invalid(key, "is the same as " + shown(other) + "; remove one");
  }

  private static InvalidInputException invalid(Cluster.Key key, String seen) {
    return new InvalidInputException(List.of("key " + shown(key.path()) + " " + seen));
  }

  private static String shown(@Nullable String key) {
    return SafeText.escaped(String.valueOf(key), LONGEST_SHOWN);
  }
}
