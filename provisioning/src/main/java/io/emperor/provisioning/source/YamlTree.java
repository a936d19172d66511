package io.emperor.provisioning.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.YamlText.UnreadableTextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * YAML or JSON that somebody wrote by hand, and the lines that its parts are in. Plain scalars are
 * what YAML 1.2's core schema says, so that {@code no} is a text. What could be more than it looks
 * like is refused: an alias, a key that is there twice, a second document.
 */
public final class YamlTree {

  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
          .build();

  private final String file;
  private final JsonNode root;
  private final Map<String, Integer> lines;

  YamlTree(String file, JsonNode root, Map<String, Integer> lines) {
    this.file = file;
    this.root = root;
    this.lines = lines;
  }

  /**
   * Reads a file of at most 1 MiB.
   *
   * @throws InvalidInputException if it can't be read, or is not YAML of the kind that is taken
   */
  public static YamlTree read(Path file) {
    return read(file, SafeText.name(file));
  }

  /**
   * Reads a file that people know by another name.
   *
   * @param shown stands in problems
   * @throws InvalidInputException as {@link #read(Path)}
   */
  public static YamlTree read(Path file, String shown) {
    try {
      return parsed(YamlText.read(file), shown);
    } catch (UnreadableTextException e) {
      throw new InvalidInputException(List.of(shown + ": " + e.why()));
    }
  }

  /**
   * Reads a text of at most 1 MiB.
   *
   * @param name stands in problems where a file's name stands
   * @throws InvalidInputException if it is not YAML of the kind that is taken
   */
  public static YamlTree parse(String text, String name) {
    String shown = SafeText.name(name);
    try {
      return parsed(YamlText.checked(text), shown);
    } catch (UnreadableTextException e) {
      throw new InvalidInputException(List.of(shown + ": " + e.why()));
    }
  }

  /**
   * JSON is almost YAML: not where it is indented by tabs, or writes a character as two escapes.
   */
  private static YamlTree parsed(String text, String file) {
    if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
      try (JsonParser parser = JSON.createParser(text)) {
        return tree(parser, file);
      } catch (JsonProcessingException e) {
        return yaml(text, file);
      } catch (IOException e) {
        throw new UncheckedIOException("can't happen: the text is in memory", e);
      }
    }
    return yaml(text, file);
  }

  private static YamlTree yaml(String text, String file) {
    try (YAMLParser parser = YAML.createParser(text)) {
      return tree(parser, file);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(List.of(YamlReason.line(file, e)));
    } catch (IOException e) {
      throw new UncheckedIOException("can't happen: the text is in memory", e);
    }
  }

  private static YamlTree tree(JsonParser parser, String file) throws IOException {
    List<String> problems = new ArrayList<>();
    YamlTree tree = new YamlReader(parser, file, problems).document();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return tree;
  }

  /** All of it; null, as YAML has it, for an empty file. Nobody changes it. */
  public JsonNode root() {
    return root;
  }

  /**
   * Where a part is, for a problem to begin with.
   *
   * @param pointer the part's JSON pointer
   * @return the file, and the line of the part or of what it would be in
   */
  public String place(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = lines.get(at);
      if (line != null) {
        return file + ":" + line;
      }
    }
    return file;
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "YamlTree[" + file + "]";
  }
}
