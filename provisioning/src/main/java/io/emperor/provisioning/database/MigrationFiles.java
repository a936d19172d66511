package io.emperor.provisioning.database;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the files in a directory of migrations, as Flyway has them: {@code
 * V2__add_goods.sql} is done once, {@code R__views.sql} whenever it has changed. Other files are
 * left alone.
 */
final class MigrationFiles {

  private static final Pattern VERSIONED =
      Pattern.compile("[VB](?<version>[0-9]+([._][0-9]+)*)__.+[.]sql");
  private static final Pattern UNDO = Pattern.compile("U[0-9]+([._][0-9]+)*__.+[.]sql");
  private static final Pattern REPEATABLE = Pattern.compile("R__.+[.]sql");
  private static final Pattern CALLBACK =
      Pattern.compile("(before|after)[A-Z][A-Za-z]*(__.+)?[.]sql|createSchema(__.+)?[.]sql");

  private MigrationFiles() {}

  /**
   * What is wrong with them, in words that go on after the key.
   *
   * @throws IOException if the directory can't be read
   */
  static List<String> check(Path directory) throws IOException {
    List<String> problems = new ArrayList<>();
    if (directory.toString().matches(".*[*?].*")) {
      problems.add("is a path with * or ?, which are patterns for Flyway; choose another");
    }
    Map<String, String> versions = new HashMap<>();
    boolean isEmpty = true;
    for (String name : names(directory)) {
      Matcher versioned = VERSIONED.matcher(name);
      if (versioned.matches()) {
        isEmpty = false;
        String key = name.charAt(0) + canonical(versioned.group("version"));
        String other = versions.putIfAbsent(key, name);
        if (other != null) {
          problems.add(
              "has %s and %s, which are of one version; give one of them another"
                  .formatted(SafeText.name(other), SafeText.name(name)));
        }
      } else if (REPEATABLE.matcher(name).matches()) {
        isEmpty = false;
      } else if (!UNDO.matcher(name).matches() && !CALLBACK.matcher(name).matches()) {
        problems.add(
            "has %s, which is no name of a migration; write V2__words.sql or R__words.sql"
                .formatted(SafeText.name(name)));
      }
    }
    if (isEmpty && problems.isEmpty()) {
      problems.add("has no migrations; put V1__words.sql there, or remove the key");
    }
    return problems;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".sql"))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Versions that Flyway holds for one: 1, 01 and 1.0. */
  private static String canonical(String version) {
    return version
        .replace('_', '.')
        .replaceAll("(^|[.])0+(?=[0-9])", "$1")
        .replaceAll("([.]0)+$", "");
  }
}
