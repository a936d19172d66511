package io.emperor.provisioning.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the map {@code database} of a file. What is wrong becomes problems. For one thread. */
public final class DatabasePlanReader {

  /** Those in which values of the snapshot may stand. */
  private static final List<String> TEXTS = List.of("url", "user", "password");

  private static final List<String> KEYS =
      List.of("url", "user", "password", "create", "migrations");

  private final YamlTree tree;
  private final JsonNode map;
  private final Function<String, Path> directories;
  private final List<String> problems;

  /**
   * Reads nothing yet.
   *
   * @param tree what is in the file
   * @param directories finds a directory as somebody wrote it; throws an IllegalArgumentException
   *     whose message goes on after the key
   * @param problems takes what is wrong, a line each, without any value
   */
  public DatabasePlanReader(
      YamlTree tree, Function<String, Path> directories, List<String> problems) {
    this.tree = tree;
    this.map = tree.root().path("database");
    this.directories = directories;
    this.problems = problems;
  }

  /** What becomes of the database; empty if there is no such key, or it can't be used. */
  public Optional<DatabasePlan> read() {
    if (map.isMissingNode()) {
      return Optional.empty();
    }
    if (!map.isObject()) {
      wrong("", "is no map; write url: and below it what else is to be said of the database");
      return Optional.empty();
    }
    map.properties().stream()
        .map(Map.Entry::getKey)
        .filter(key -> !KEYS.contains(key))
        .forEach(key -> wrong(key, "is no key of a database; " + NearestName.remedy(key, KEYS)));
    requireUrl();
    return Optional.of(new DatabasePlan(create(), migrations()));
  }

  /** The texts in which values may stand, by their keys below {@code database}. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : TEXTS) {
      JsonNode said = map.path(key);
      if (said.isValueNode() && !said.isNull()) {
        texts.put(key, said.asText());
      } else if (!said.isMissingNode()) {
        wrong(key, "is no text; write one");
      }
    }
    return texts;
  }

  private void requireUrl() {
    JsonNode url = map.path("url");
    if (url.isMissingNode()) {
      wrong(
          "url", "is missing; write jdbc:postgresql://HOST:PORT/NAME or jdbc:mariadb:// the same");
    } else if (url.isTextual() && !url.textValue().contains("${")) {
      try {
        DatabaseAddress unused = DatabaseAddress.parse(url.textValue());
      } catch (IllegalArgumentException e) {
        wrong("url", String.valueOf(e.getMessage()));
      }
    }
  }

  private boolean create() {
    JsonNode said = map.path("create");
    if (!said.isMissingNode() && !said.isBoolean()) {
      wrong("create", "is neither true nor false; write one of them");
    }
    return said.asBoolean(false);
  }

  private Optional<Path> migrations() {
    JsonNode said = map.path("migrations");
    if (said.isMissingNode()) {
      return Optional.empty();
    }
    try {
      Path directory = directories.apply(said.isTextual() ? said.textValue() : "");
      MigrationFiles.check(directory).forEach(problem -> wrong("migrations", problem));
      return Optional.of(directory);
    } catch (IllegalArgumentException e) {
      wrong("migrations", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      wrong("migrations", "can't be read: " + SafeText.of(e));
    }
    return Optional.empty();
  }

  private void wrong(String key, String what) {
    String pointer = "/database" + (key.isEmpty() ? "" : "/" + key);
    String shown = "database" + (key.isEmpty() ? "" : "." + SafeText.name(key));
    problems.add(tree.place(pointer) + ": " + shown + " " + what);
  }
}
