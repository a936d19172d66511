package io.emperor.provisioning.schema;

import io.emperor.base.SafeText;
import io.emperor.provisioning.source.InputFiles;
import io.emperor.provisioning.source.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The schemas of all interfaces, by their names. Safe for use by many threads. */
public final class Schemas {

  private final Map<String, InterfaceSchema> schemas;

  private Schemas(Map<String, InterfaceSchema> schemas) {
    this.schemas = Map.copyOf(schemas);
  }

  /**
   * Reads the files {@code *.schema} in directories and all below them.
   *
   * @throws InvalidInputException if one is none, or two have one name, or a directory can't be
   *     read; with all that is wrong
   */
  public static Schemas read(List<Path> directories) {
    List<String> problems = new ArrayList<>();
    SchemaReader reader = new SchemaReader();
    Map<String, InterfaceSchema> schemas = new LinkedHashMap<>();
    for (Path file : InputFiles.named(".schema", directories, problems)) {
      reader
          .read(file, problems)
          .ifPresent(
              schema -> {
                InterfaceSchema other = schemas.putIfAbsent(schema.name(), schema);
                if (other != null) {
                  problems.add(
                      SafeText.name(file)
                          + ": name: "
                          + SafeText.name(schema.name())
                          + " is the schema of "
                          + SafeText.name(other.file())
                          + ", too");
                }
              });
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Schemas(schemas);
  }

  /** The schema of an interface, if it has one. */
  public Optional<InterfaceSchema> of(String interfaceName) {
    return Optional.ofNullable(schemas.get(interfaceName));
  }

  /** The interfaces that have one. */
  public Set<String> names() {
    return schemas.keySet();
  }
}
