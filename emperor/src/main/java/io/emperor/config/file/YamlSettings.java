package io.emperor.config.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML: one map of texts, lists of texts and maps of texts. It goes through the tokens
 * itself, because a bound record would not know the line of each key.
 */
final class YamlSettings {

  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final String PLAIN = "write one text, or quote it";

  /** Where the parser's reasons repeat what stands in the file. */
  private static final Pattern SEEN =
      Pattern.compile(",? but found.*|(?<=tag handle|version|UTF-8)\\W.*| ?\\(.*");

  private final YAMLParser parser;
  private final String source;
  private final KeyWords words;
  private final Problems problems;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private YamlSettings(YAMLParser parser, String source, KeyWords words, Problems problems) {
    this.parser = parser;
    this.source = source;
    this.words = words;
    this.problems = problems;
  }

  static List<Setting> parse(String text, String source, KeyWords words, Problems problems) {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      return new YamlSettings(parser, source, words, problems).document();
    } catch (IOException e) {
      throw new UncheckedIOException("can't happen: the text is in memory", e);
    }
  }

  private List<Setting> document() throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        keys();
      } else if (first != null && !isNull(first)) {
        problems.add(here(), "", "is not a map", "write key: value");
        return List.of();
      }
      if (parser.nextToken() != null) {
        problems.add(here(), "", "has a second document", "remove it");
      }
    } catch (JsonProcessingException e) {
      problems.add(place(e), "", "is not YAML: " + reason(e), "correct it");
    }
    return new ArrayList<>(settings.values());
  }

  private void keys() throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Origin origin = here();
      String key = parser.currentName();
      RawValue value = value(key);
      if (value != null) {
        keep(new Setting(key, value, origin));
      }
    }
  }

  private void keep(Setting setting) {
    Setting earlier = settings.putIfAbsent(setting.key(), setting);
    if (earlier != null) {
      twice(setting.key(), setting.origin(), earlier.origin());
    }
  }

  private @Nullable RawValue value(String key) throws IOException {
    JsonToken token = parser.nextToken();
    if (words.isNested(key)) {
      return nested(key, token);
    }
    if (token == JsonToken.START_ARRAY) {
      return items(key);
    }
    if (token == JsonToken.START_OBJECT) {
      return entries(key);
    }
    String text = text(key, token);
    return text == null ? null : new RawValue.Text(text);
  }

  private @Nullable RawValue nested(String key, @Nullable JsonToken token) throws IOException {
    if (token != null && token.isStructStart()) {
      parser.skipChildren();
      return new RawValue.Nested(token == JsonToken.START_ARRAY ? "a list" : "a map");
    }
    String text = text(key, token);
    return text == null ? null : new RawValue.Nested(text);
  }

  private RawValue items(String key) throws IOException {
    List<String> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      String item = text(key, token);
      if (item != null) {
        items.add(item);
      }
    }
    return new RawValue.Items(items);
  }

  private RawValue entries(String key) throws IOException {
    Map<String, Sourced<String>> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Origin origin = here();
      String name = parser.currentName();
      String text = text(key + "." + name, parser.nextToken());
      Sourced<String> earlier =
          text == null ? null : entries.putIfAbsent(name, new Sourced<>(text, origin));
      if (earlier != null) {
        twice(key + "." + name, origin, earlier.origin());
      }
    }
    return new RawValue.Entries(entries);
  }

  private @Nullable String text(String key, @Nullable JsonToken token) throws IOException {
    if (token == null || token.isStructStart()) {
      add(here(), key, "is nested too deeply", PLAIN);
      parser.skipChildren();
      return null;
    }
    if (parser.isCurrentAlias()) {
      add(here(), key, "is an alias", PLAIN);
      return null;
    }
    return isNull(token) ? "" : parser.getText();
  }

  private static boolean isNull(JsonToken token) {
    return token == JsonToken.VALUE_NULL;
  }

  private void twice(String key, Origin origin, Origin earlier) {
    add(origin, key, "is there twice", "remove one, the other is in line " + earlier.line());
  }

  private void add(Origin origin, String key, String seen, String remedy) {
    problems.add(() -> new Problem(origin.toString(), words.shown(key), seen, remedy));
  }

  private Origin here() {
    return new Origin(source, parser.currentTokenLocation().getLineNr());
  }

  private Origin place(JsonProcessingException e) {
    return e.getLocation() == null ? here() : new Origin(source, e.getLocation().getLineNr());
  }

  /**
   * The parser's own lines are the context and the reason; its quotes from the file are indented.
   */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .filter(line -> !line.startsWith("in '") && !line.startsWith("in \""))
        .map(line -> SEEN.matcher(line).replaceFirst(""))
        .collect(Collectors.joining(", "));
  }
}
