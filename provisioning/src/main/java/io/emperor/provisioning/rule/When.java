package io.emperor.provisioning.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule waits for: {@code a}, {@code a,b}, {@code [a, b]}, {@code all:a,b}, {@code any:a,b}.
 *
 * @param operator how many of the keys it takes
 * @param keys dotted
 */
record When(Operator operator, List<String> keys) {

  static final When NOTHING = new When(Operator.ALL, List.of());

  private static final int LONGEST_WORD = 40;

  /**
   * Reads it.
   *
   * @param when as it is written; {@code null} if it is not
   * @param given the operator, where it stands in a key of its own
   * @throws IllegalArgumentException with words that go on after the key
   */
  static When of(@Nullable JsonNode when, @Nullable Operator given) {
    if (when == null) {
      throw new IllegalArgumentException("is missing; name a key");
    }
    if (when.isArray()) {
      return new When(given == null ? Operator.ALL : given, keys(texts(when)));
    }
    if (!when.isTextual()) {
      throw new IllegalArgumentException("is neither a text nor a list of texts; name a key");
    }
    return text(when.textValue(), given);
  }

  private static When text(String text, @Nullable Operator given) {
    int colon = text.indexOf(':');
    Operator operator = colon < 0 ? null : operator(text.substring(0, colon).strip());
    if (operator != null && given != null && operator != given) {
      throw new IllegalArgumentException("says another operator than op; remove one");
    }
    Operator first = operator == null ? given : operator;
    return new When(
        first == null ? Operator.ALL : first,
        keys(Stream.of(text.substring(colon + 1).split(",", -1))));
  }

  private static Operator operator(String word) {
    return Stream.of(Operator.values())
        .filter(operator -> operator.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "has "
                        + SafeText.escaped(word, LONGEST_WORD)
                        + " before the colon; write all or any"));
  }

  private static Stream<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      if (!each.isTextual()) {
        throw new IllegalArgumentException("has an element that is no text; name a key");
      }
      texts.add(each.textValue());
    }
    return texts.stream();
  }

  private static List<String> keys(Stream<String> words) {
    List<String> keys = words.map(String::strip).distinct().toList();
    if (keys.isEmpty() || keys.equals(List.of(""))) {
      throw new IllegalArgumentException("is empty; name a key");
    }
    for (String key : keys) {
      if (Stream.of(key.split("\\.", -1)).anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("has a key with an empty component; name a key");
      }
    }
    return keys;
  }
}
