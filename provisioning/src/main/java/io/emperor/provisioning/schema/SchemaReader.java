package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SpecificationVersion;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads files of schemas. What a schema refers to is in its file: nothing is fetched. */
final class SchemaReader {

  private static final int MOST_VIOLATIONS = 5;

  private final Library library = new Library();

  /**
   * Reads a file.
   *
   * @param problems takes what is wrong, a line each
   */
  Optional<InterfaceSchema> read(Path file, List<String> problems) {
    try {
      return read(YamlTree.read(file).root(), file, problems);
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /** The same for what is in the file. */
  Optional<InterfaceSchema> read(JsonNode root, Path file, List<String> problems) {
    List<String> found = problems(root);
    found.forEach(problem -> problems.add(SafeText.name(file) + ": " + problem));
    try {
      return found.isEmpty() ? Optional.of(schema(file, root)) : Optional.empty();
    } catch (SchemaException e) {
      problems.add(SafeText.name(file) + ": is no schema that can be used");
      return Optional.empty();
    }
  }

  private List<String> problems(JsonNode root) {
    if (!root.isObject()) {
      return List.of("is no schema; write a map with the key name");
    }
    JsonNode name = root.path("name");
    if (!name.isTextual() || name.textValue().isBlank()) {
      return List.of("name: is no text; name the interface");
    }
    Optional<SpecificationVersion> version = version(root);
    if (version.isEmpty()) {
      return List.of("$schema: is none that is known; write one of draft 4 to 2020-12");
    }
    List<Violation> violations =
        InterfaceSchema.violations(library.metaschema(version.get()), root);
    return violations.isEmpty()
        ? SchemaReferences.problems(new SchemaDocument(root, version.get()))
        : violations.stream()
            .limit(MOST_VIOLATIONS)
            .map(violation -> "is no schema: " + violation)
            .toList();
  }

  private static Optional<SpecificationVersion> version(JsonNode root) {
    JsonNode written = root.path("$schema");
    if (written.isMissingNode()) {
      return Optional.of(SpecificationVersion.DRAFT_4);
    }
    String id = written.asText().replaceFirst("#$", "").replaceFirst("^https?", "");
    return Stream.of(SpecificationVersion.values())
        .filter(
            version ->
                version
                    .getDialectId()
                    .replaceFirst("#$", "")
                    .replaceFirst("^https?", "")
                    .equals(id))
        .findFirst();
  }

  private InterfaceSchema schema(Path file, JsonNode root) {
    SchemaDocument document = new SchemaDocument(root, version(root).orElseThrow());
    return new InterfaceSchema(
        root.get("name").textValue(), file, document, library.schema(document));
  }
}
