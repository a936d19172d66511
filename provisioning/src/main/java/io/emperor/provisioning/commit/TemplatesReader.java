package io.emperor.provisioning.commit;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the map {@code templates} of a file. What is wrong becomes problems. For one thread. */
public final class TemplatesReader {

  private static final List<String> KEYS =
      List.of("source", "destination", "mode", "owner", "check", "on-change");

  private final YamlTree tree;
  private final Function<String, Path> paths;
  private final OnChange usual;
  private final List<String> problems;
  private final Map<Path, String> names = new HashMap<>();

  /**
   * Reads nothing yet.
   *
   * @param tree what is in the file
   * @param paths finds a path as somebody wrote it; throws an IllegalArgumentException whose
   *     message goes on after the key
   * @param usual what a change does where a template does not say it
   * @param problems takes what is wrong, a line each, without any value
   */
  public TemplatesReader(
      YamlTree tree, Function<String, Path> paths, OnChange usual, List<String> problems) {
    this.tree = tree;
    this.paths = paths;
    this.usual = usual;
    this.problems = problems;
  }

  /** Those that can be used, in the file's order; none if there is no such key. */
  public List<TemplatePlan> read() {
    JsonNode templates = tree.root().path("templates");
    List<TemplatePlan> plans = new ArrayList<>();
    if (!templates.isMissingNode() && !templates.isObject()) {
      problems.add(
          tree.place("/templates")
              + ": templates is no map; write a name for each template and its keys below it");
    }
    for (Map.Entry<String, JsonNode> each : templates.properties()) {
      new Item(each.getKey(), each.getValue()).plan().ifPresent(plans::add);
    }
    return plans;
  }

  /** One template. */
  private final class Item {

    private final String name;
    private final String shown;
    private final JsonNode map;
    private final int problemsBefore = problems.size();

    Item(String name, JsonNode map) {
      this.name = name;
      this.shown = "templates." + SafeText.name(name);
      this.map = map;
    }

    Optional<TemplatePlan> plan() {
      if (!map.isObject()) {
        wrong("", "is no template; write a map with the keys source and destination");
        return Optional.empty();
      }
      for (Map.Entry<String, JsonNode> each : map.properties()) {
        if (!KEYS.contains(each.getKey())) {
          wrong(
              each.getKey(), "is no key of a template; " + NearestName.remedy(each.getKey(), KEYS));
        }
      }
      Optional<Path> source = path("source");
      Optional<Path> destination = path("destination");
      destination.ifPresent(path -> requireOwn(path, source));
      Optional<FileMode> mode = read("mode", FileMode::parse);
      Optional<FileOwner> owner = read("owner", FileOwner::parse);
      Optional<String> check = read("check", Function.identity());
      OnChange onChange = read("on-change", OnChange::parse).orElse(usual);
      return problems.size() > problemsBefore || source.isEmpty() || destination.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new TemplatePlan(
                  name,
                  source.get(),
                  new FilePlan(destination.get(), mode, owner, check, onChange)));
    }

    private Optional<Path> path(String key) {
      if (!map.has(key)) {
        wrong(key, "is missing; write a path");
      }
      return read(key, paths);
    }

    /** A text that is read further; what is not there is no problem. */
    private <T> Optional<T> read(String key, Function<String, T> reader) {
      JsonNode said = map.path(key);
      if (said.isMissingNode()) {
        return Optional.empty();
      }
      if (!said.isTextual() || said.textValue().isBlank() || said.textValue().indexOf('\0') >= 0) {
        wrong(key, "is no text; write one, a number in quotes");
        return Optional.empty();
      }
      try {
        return Optional.of(reader.apply(said.textValue().strip()));
      } catch (IllegalArgumentException e) {
        wrong(key, SafeText.line(String.valueOf(e.getMessage())));
        return Optional.empty();
      }
    }

    private void requireOwn(Path destination, Optional<Path> source) {
      Path place = Destinations.place(destination);
      String other = names.putIfAbsent(place, shown);
      if (other != null) {
        wrong("destination", "is that of " + other + ", too; write another");
      } else if (Files.isSymbolicLink(destination)) {
        wrong("destination", "is a link; write what it points to");
      } else if (destination.getParent() == null || Files.isDirectory(destination)) {
        wrong("destination", "is a directory; write a file in it");
      } else if (source.map(Destinations::place).filter(place::equals).isPresent()) {
        wrong("destination", "is the template itself; write another");
      }
    }

    private void wrong(String key, String what) {
      JsonPointer pointer = JsonPointer.empty().appendProperty("templates").appendProperty(name);
      problems.add(
          tree.place((key.isEmpty() ? pointer : pointer.appendProperty(key)).toString())
              + ": "
              + shown
              + (key.isEmpty() ? " " : "." + SafeText.name(key) + " ")
              + what);
    }
  }
}
