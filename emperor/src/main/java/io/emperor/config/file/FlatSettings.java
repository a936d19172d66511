package io.emperor.config.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads flat {@code key = value} lines: {@code .properties} and {@code .ini}. */
final class FlatSettings {

  private static final String COMMENTS = "#;!";

  private final KeyWords words;
  private final Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Setting> settings = new ArrayList<>();

  private FlatSettings(KeyWords words, Problems problems) {
    this.words = words;
    this.problems = problems;
  }

  static List<Setting> parse(String text, String source, KeyWords words, Problems problems) {
    FlatSettings reading = new FlatSettings(words, problems);
    int number = 0;
    for (String line : text.lines().toList()) {
      reading.line(line.strip(), new Origin(source, ++number));
    }
    return reading.settings;
  }

  private void line(String line, Origin origin) {
    if (line.isEmpty() || COMMENTS.indexOf(line.charAt(0)) >= 0 || isSection(line)) {
      return;
    }
    int equals = line.indexOf('=');
    if (equals <= 0) {
      problems.add(origin, "", "has no key", "write key = value");
      return;
    }
    String key = line.substring(0, equals).strip();
    Integer earlier = lines.putIfAbsent(key, origin.line());
    if (earlier != null) {
      problems.add(
          () ->
              new Problem(
                  origin.toString(),
                  words.shown(key),
                  "is there twice",
                  "remove one, the other is in line " + earlier));
      return;
    }
    String value = line.substring(equals + 1).strip();
    settings.add(new Setting(key, new RawValue.Text(value), origin));
  }

  private static boolean isSection(String line) {
    return line.startsWith("[") && line.endsWith("]");
  }
}
