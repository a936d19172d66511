package io.emperor.devagent.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much room a registration takes. It counts for many times its length: the agent knows it
 * twice, with indexes, and the answers that list it are trees before they are texts.
 */
public final class SizeEstimate {

  private static final int TIMES = 16;
  private static final long LETTERS_OF_ANYTHING = 16;

  private SizeEstimate() {}

  /** That of something known, nothing if there is none. */
  public static long of(@Nullable Sized known) {
    return known == null ? 0 : TIMES * known.letters();
  }

  /** What a request may add, before anybody knows. */
  public static long of(Body body) {
    return (long) TIMES * body.sent().length;
  }

  /**
   * The letters of all parts of something, with what it takes to hold them.
   *
   * @param parts texts, and lists and maps of what can be a part; anything else counts as little
   */
  public static long letters(@Nullable Object... parts) {
    long letters = 0;
    for (Object part : parts) {
      letters += LETTERS_OF_ANYTHING + inside(part);
    }
    return letters;
  }

  private static long inside(@Nullable Object part) {
    if (part instanceof String text) {
      return text.length();
    }
    if (part instanceof JsonNode json) {
      return json.isObject() ? inside(json.properties()) : json.asText().length();
    }
    if (part instanceof Map<?, ?> entries) {
      return inside(entries.entrySet());
    }
    if (part instanceof Map.Entry<?, ?> entry) {
      return letters(entry.getKey(), entry.getValue());
    }
    return part instanceof Collection<?> all ? letters(all.toArray()) : 0;
  }
}
