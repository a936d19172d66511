package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.SafeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks whether all that a schema refers to is there and in the same document, and that nothing
 * refers to itself for the same value, which would never end.
 */
final class SchemaReferences {

  private static final int LONGEST = 100;

  private final SchemaDocument document;
  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<JsonNode> done = identitySet();
  private final Set<JsonNode> open = identitySet();
  private final List<JsonNode> waiting = new ArrayList<>();

  private SchemaReferences(SchemaDocument document) {
    this.document = document;
  }

  /** What is wrong, in words that go on after the file's name. */
  static List<String> problems(SchemaDocument document) {
    SchemaReferences references = new SchemaReferences(document);
    references.waiting.add(document.root());
    while (!references.waiting.isEmpty()) {
      references.look(references.waiting.remove(references.waiting.size() - 1));
    }
    return List.copyOf(references.problems);
  }

  private static Set<JsonNode> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private void look(JsonNode schema) {
    if (done.contains(schema)) {
      return;
    }
    open.add(schema);
    for (String reference : document.references(schema)) {
      document
          .referred(reference)
          .ifPresentOrElse(
              target -> next(target, reference),
              () -> problems.add("$ref: " + shown(reference) + " is not within the file"));
    }
    document.inPlace(schema).forEach(this::look);
    open.remove(schema);
    done.add(schema);
    waiting.addAll(document.below(schema));
  }

  private void next(JsonNode target, String reference) {
    if (open.contains(target)) {
      problems.add("$ref: " + shown(reference) + " leads back to itself");
    } else {
      look(target);
    }
  }

  private static String shown(String reference) {
    return SafeText.escaped(reference, LONGEST);
  }
}
