package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which the key of a value, dotted and in braces after a dollar, stands for the value of
 * the snapshot. Two dollars before a brace are a plain one. Immutable.
 */
final class Placeholders {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  private final String text;

  private Placeholders(String text) {
    this.text = text;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if a reference has no end or no key
   */
  static Placeholders in(String text) {
    Matcher references = REFERENCE.matcher(text);
    while (references.find()) {
      if (references.group(1) != null && references.group(2).isEmpty()) {
        throw new IllegalArgumentException("has a ${ without an end: close it, or write $${");
      }
      if (references.group(1) != null && references.group(1).isBlank()) {
        throw new IllegalArgumentException("has a ${} without a key: write ${interface.key}");
      }
    }
    return new Placeholders(text);
  }

  /** The keys that it refers to and that have no value. */
  List<String> missing(JsonNode values) {
    List<String> missing = new ArrayList<>();
    Matcher references = REFERENCE.matcher(text);
    while (references.find()) {
      String key = references.group(1);
      if (key != null && value(values, key).isEmpty()) {
        missing.add(key);
      }
    }
    return missing;
  }

  /** The text with the values in it; nothing stands for a value that is missing. */
  String filled(JsonNode values) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            reference ->
                Matcher.quoteReplacement(
                    reference.group(1) == null
                        ? "${"
                        : value(values, reference.group(1)).orElse("")));
  }

  private static Optional<String> value(JsonNode values, String key) {
    JsonNode node = values;
    for (String part : key.split("\\.", -1)) {
      node = node.path(part);
    }
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(node.isValueNode() ? node.asText() : node.toString());
  }
}
