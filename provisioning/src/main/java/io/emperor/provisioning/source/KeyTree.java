package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emperor.base.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nests keys by their slashes. Components that are empty count for nothing. */
final class KeyTree {

  /** As deep as YAML may be: whoever goes through the values has no endless stack. */
  private static final int DEEPEST = 100;

  private static final int LONGEST_SHOWN = 200;

  private final String prefix;
  private final boolean reading;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  /** The keys by the nodes that they made, to name the other one. */
  private final Map<List<String>, String> origins = new HashMap<>();

  private KeyTree(String prefix, boolean reading) {
    this.prefix = prefix;
    this.reading = reading;
  }

  /**
   * Makes a tree.
   *
   * @param prefix what all keys begin with, and what is cut off
   * @param reading whether the values of keys that are named like files are read
   * @throws InvalidInputException if a key is a value and a folder, is no text, or is too deep
   */
  static ObjectNode of(String prefix, List<Cluster.Key> keys, boolean reading) {
    KeyTree tree = new KeyTree(prefix, reading);
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
    if (reading && KeyFile.isOne(components.get(components.size() - 1))) {
      List<String> at = new ArrayList<>(components);
      String name = at.remove(at.size() - 1);
      at.add(KeyFile.stem(name));
      add(key, List.copyOf(at), KeyFile.read(name, value, shown(key.path())));
    } else {
      add(key, components, TextNode.valueOf(value));
    }
  }

  private void add(Cluster.Key key, List<String> components, JsonNode value) {
    if (value instanceof ObjectNode fields) {
      ObjectNode unused = folderAt(components, key);
      fields
          .properties()
          .forEach(field -> add(key, below(components, field.getKey()), field.getValue()));
      return;
    }
    int last = components.size() - 1;
    ObjectNode folder = folderAt(components.subList(0, last), key);
    JsonNode present = folder.get(components.get(last));
    if (present != null) {
      throw clash(components, key, present.isObject());
    }
    folder.set(components.get(last), value);
    origins.put(components, key.path());
  }

  private static List<String> below(List<String> components, String name) {
    return Stream.concat(components.stream(), Stream.of(name)).toList();
  }

  private ObjectNode folderAt(List<String> components, Cluster.Key key) {
    ObjectNode folder = root;
    for (int depth = 1; depth <= components.size(); depth++) {
      folder = folder(folder, components.subList(0, depth), key);
    }
    return folder;
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
