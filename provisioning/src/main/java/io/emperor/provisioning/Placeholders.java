package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which the key of a value, dotted and in braces after a dollar, stands for the value of
 * the snapshot. Two dollars before a brace are a plain one. Immutable.
 */
public final class Placeholders {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  private static final String BRACE = "${";
  private static final String ESCAPED = "$${";

  private final String text;
  private final Predicate<String> others;
  private final boolean last;

  private Placeholders(String text, Predicate<String> others, boolean last) {
    this.text = text;
    this.others = others;
    this.last = last;
  }

  /**
   * Reads a text in which every reference is one to a value.
   *
   * @throws IllegalArgumentException if a reference has no end or no key
   */
  public static Placeholders in(String text) {
    return new Placeholders(checked(text), key -> false, true);
  }

  /**
   * Reads a text in which somebody else fills in references afterwards: they are left as they are,
   * two dollars stay two, and what is filled in here refers to nothing then.
   *
   * @param others whether a key is one of those
   * @throws IllegalArgumentException if a reference has no end or no key
   */
  public static Placeholders beside(String text, Predicate<String> others) {
    return new Placeholders(checked(text), others, false);
  }

  private static String checked(String text) {
    Matcher references = REFERENCE.matcher(text);
    while (references.find()) {
      if (references.group(1) != null && references.group(2).isEmpty()) {
        throw new IllegalArgumentException("has a ${ without an end: close it, or write $${");
      }
      if (references.group(1) != null && references.group(1).isBlank()) {
        throw new IllegalArgumentException("has a ${} without a key: write ${interface.key}");
      }
    }
    return text;
  }

  /** The keys that it refers to and that have no value. */
  List<String> missing(JsonNode values) {
    List<String> missing = new ArrayList<>();
    Matcher references = REFERENCE.matcher(text);
    while (references.find()) {
      String key = references.group(1);
      if (key != null && !others.test(key) && value(values, key).isEmpty()) {
        missing.add(key);
      }
    }
    return missing;
  }

  /** The text with the values in it; nothing stands for a value that is missing. */
  String filled(JsonNode values) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(filled(found, values)));
  }

  private String filled(MatchResult found, JsonNode values) {
    String key = found.group(1);
    if (key == null) {
      return last ? BRACE : ESCAPED;
    }
    if (others.test(key)) {
      return found.group();
    }
    String value = value(values, key).orElse("");
    return last ? value : value.replace(BRACE, ESCAPED);
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
