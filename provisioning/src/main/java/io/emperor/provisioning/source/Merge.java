package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What sources have, in one: maps are merged, everything else, lists too, is a leaf, of which the
 * stronger source's stands.
 */
record Merge(ObjectNode values, Map<String, String> origins, Set<String> texts) {

  /** What one source has. */
  record Part(String source, boolean isText, ObjectNode values) {}

  /**
   * Merges parts, and changes none of them.
   *
   * @param parts the weakest first
   */
  static Merge of(Collection<Part> parts) {
    Merge merge =
        new Merge(JsonNodeFactory.instance.objectNode(), new HashMap<>(), new HashSet<>());
    parts.forEach(part -> merge.add(part, part.values(), merge.values, ""));
    return merge;
  }

  private void add(Part part, ObjectNode from, ObjectNode to, String pointer) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      String below = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
      JsonNode present = to.get(field.getKey());
      if (field.getValue() instanceof ObjectNode folder) {
        if (!(present instanceof ObjectNode)) {
          forget(below);
        }
        ObjectNode into =
            present instanceof ObjectNode known ? known : to.putObject(field.getKey());
        add(part, folder, into, below);
      } else {
        if (present instanceof ObjectNode known) {
          forgetAll(known, below);
        }
        to.set(field.getKey(), field.getValue());
        put(part, below);
      }
    }
  }

  private void put(Part part, String pointer) {
    forget(pointer);
    origins.put(pointer, part.source());
    if (part.isText()) {
      texts.add(pointer);
    }
  }

  private void forget(String pointer) {
    origins.remove(pointer);
    texts.remove(pointer);
  }

  private void forgetAll(ObjectNode folder, String pointer) {
    for (Map.Entry<String, JsonNode> field : folder.properties()) {
      String below = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
      if (field.getValue() instanceof ObjectNode inner) {
        forgetAll(inner, below);
      } else {
        forget(below);
      }
    }
  }

  Snapshot numbered(long number) {
    return new Snapshot(number, values, origins, texts);
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "Merge[" + origins.size() + " values]";
  }
}
