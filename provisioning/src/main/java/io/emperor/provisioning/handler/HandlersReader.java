package io.emperor.provisioning.handler;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.schema.BoundedRegex;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/** Reads the map {@code handlers} of a file. What is wrong becomes problems. For one thread. */
public final class HandlersReader {

  private static final List<String> KEYS =
      List.of("directory", "roles", "tags", "products", "limit");
  private static final String DIRECTORY = "handlers";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final YamlTree tree;
  private final Function<String, Path> paths;
  private final Function<String, Duration> durations;
  private final List<String> problems;

  /**
   * Reads nothing yet.
   *
   * @param tree what is in the file
   * @param paths finds a path as somebody wrote it, absolute; throws an IllegalArgumentException
   *     whose message goes on after the key, as {@code durations} does
   * @param problems takes what is wrong, a line each
   */
  public HandlersReader(
      YamlTree tree,
      Function<String, Path> paths,
      Function<String, Duration> durations,
      List<String> problems) {
    this.tree = tree;
    this.paths = paths;
    this.durations = durations;
    this.problems = problems;
  }

  /** How handlers are run; empty if there is no such key, or anything is wrong below it. */
  public Optional<HandlersPlan> read() {
    JsonNode map = tree.root().path("handlers");
    if (map.isMissingNode()) {
      return Optional.empty();
    }
    int before = problems.size();
    if (!map.isObject()) {
      wrong("", "is no map; write directory: handlers/ below it");
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      if (!KEYS.contains(each.getKey())) {
        wrong(each.getKey(), "is no key of handlers; " + NearestName.remedy(each.getKey(), KEYS));
      }
    }
    Path directory = directory(map.path("directory"));
    MemberFilter filter =
        new MemberFilter(
            words("roles", map.path("roles")),
            tags(map.path("tags")),
            words("products", map.path("products")));
    Duration limit = limit(map.path("limit"));
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new HandlersPlan(directory, filter, limit));
  }

  private Path directory(JsonNode said) {
    return said(
        "directory",
        said,
        DIRECTORY,
        text -> {
          Path path = paths.apply(text);
          if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                SafeText.name(path) + " is no directory; make it, or correct the path");
          }
          return path;
        },
        Path.of(DIRECTORY));
  }

  private Duration limit(JsonNode said) {
    return said(
        "limit",
        said,
        "30s",
        text -> {
          Duration limit = durations.apply(text);
          if (limit.isZero()) {
            throw new IllegalArgumentException("is no time for a handler; write 30s");
          }
          return limit;
        },
        LIMIT);
  }

  private <T> T said(
      String key, JsonNode said, String standard, Function<String, T> reader, T otherwise) {
    if (!said.isMissingNode() && !isWord(said)) {
      wrong(key, "is no text; write " + standard);
      return otherwise;
    }
    try {
      return reader.apply(said.isMissingNode() ? standard : said.textValue().strip());
    } catch (IllegalArgumentException e) {
      wrong(key, SafeText.line(String.valueOf(e.getMessage())));
      return otherwise;
    }
  }

  private Set<String> words(String key, JsonNode said) {
    Set<String> words = new LinkedHashSet<>();
    if (said.isMissingNode()) {
      return words;
    }
    if (!said.isArray() || said.isEmpty()) {
      wrong(key, "is no list of names; write [NAME, NAME], or leave it out");
      return words;
    }
    for (int i = 0; i < said.size(); i++) {
      if (isWord(said.get(i)) && !said.get(i).textValue().contains(":")) {
        words.add(said.get(i).textValue().strip());
      } else {
        wrong(key, "has an item that is no name; write text without ':', a number in quotes");
      }
    }
    return words;
  }

  private Map<String, BoundedRegex> tags(JsonNode said) {
    Map<String, BoundedRegex> tags = new LinkedHashMap<>();
    if (!said.isMissingNode() && !said.isObject()) {
      wrong("tags", "is no map; write TAG: \"PATTERN\" below it");
      return tags;
    }
    for (Map.Entry<String, JsonNode> each : said.properties()) {
      if (!each.getValue().isTextual()) {
        wrong("tags", each.getKey(), "is no text; write a pattern in quotes");
        continue;
      }
      try {
        tags.put(each.getKey(), MemberFilter.whole(each.getValue().textValue()));
      } catch (PatternSyntaxException e) {
        wrong(
            "tags",
            each.getKey(),
            "is no regular expression; " + SafeText.line(String.valueOf(e.getDescription())));
      }
    }
    return tags;
  }

  private static boolean isWord(JsonNode said) {
    return said.isTextual() && !said.textValue().isBlank() && said.textValue().indexOf('\0') < 0;
  }

  private void wrong(String key, String what) {
    if (key.isEmpty()) {
      problems.add(tree.place("/handlers") + ": handlers " + what);
    } else {
      problem("/handlers/" + segment(key), "handlers." + SafeText.name(key), what);
    }
  }

  private void wrong(String key, String tag, String what) {
    problem(
        "/handlers/" + key + "/" + segment(tag),
        "handlers." + key + "." + SafeText.name(tag),
        what);
  }

  private static String segment(String key) {
    return JsonPointer.empty().appendProperty(key).toString().substring(1);
  }

  private void problem(String pointer, String key, String what) {
    problems.add(tree.place(pointer) + ": " + key + " " + what);
  }
}
