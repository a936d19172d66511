package io.emperor.config.file;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What is known of keys before anybody reads their values.
 *
 * @param shownKey what of a key may stand in a message
 * @param nestedKey whether what stands at a key may be nested, and is read by somebody else
 */
public record KeyWords(UnaryOperator<String> shownKey, Predicate<String> nestedKey) {

  /** Of a file with plain values alone, all of whose keys may be shown. */
  public static final KeyWords PLAIN = new KeyWords(key -> key, key -> false);

  String shown(String key) {
    return shownKey.apply(key);
  }

  boolean isNested(String key) {
    return nestedKey.test(key);
  }
}
