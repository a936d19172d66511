package io.emperor.consul.lease;

import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name of the fleet as a part of a key: bytes that newer Consuls refuse stand as {@code =XX}, and
 * so does what Consul would clean away, an empty segment or one of dots.
 */
public final class NameCodec {

  private static final int LONGEST = 200;
  private static final String PLAIN = "._-/";

  private NameCodec() {}

  /**
   * Checks a name.
   *
   * @param what the call in words
   * @throws io.emperor.api.ConsulException if it can't be one
   */
  public static String checked(String what, @Nullable String name) {
    problem(name)
        .ifPresent(
            problem -> {
              throw Failures.invalid(what, problem);
            });
    return name == null ? "" : name;
  }

  private static Optional<String> problem(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return Optional.of("the name is empty");
    }
    if (!Names.encodable(name)) {
      return Optional.of("the name is not valid Unicode");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("the name has a control character");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return bytes > LONGEST
        ? Optional.of("the name has " + bytes + " bytes, " + LONGEST + " are the most")
        : Optional.empty();
  }

  public static String encoded(String name) {
    StringBuilder key = new StringBuilder();
    int begin = 0;
    for (String segment : name.split("/", -1)) {
      if (begin > 0) {
        // Two slashes in a row, or one at either end, would be cleaned away.
        boolean empty = segment.isEmpty() || begin == 1;
        key.append(empty ? "=2F" : "/");
      }
      append(key, segment);
      begin += segment.length() + 1;
    }
    return key.toString();
  }

  private static void append(StringBuilder key, String segment) {
    boolean dots = segment.equals(".") || segment.equals("..");
    for (byte each : segment.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xff);
      if (isPlain(character) && !dots) {
        key.append(character);
      } else {
        key.append(String.format(Locale.ROOT, "=%02X", each));
      }
    }
  }

  private static boolean isPlain(char character) {
    return (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || PLAIN.indexOf(character) >= 0;
  }

  /** What the keys of all names begin with that begin with a text. */
  public static String encodedPrefix(String prefix) {
    int end = prefix.length();
    while (end > 0 && "./".indexOf(prefix.charAt(end - 1)) >= 0) {
      end--; // how these stand depends on what follows
    }
    return encoded(prefix.substring(0, end));
  }

  /** The name that a part of a key stands for; empty if it stands for none. */
  public static Optional<String> decoded(String key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < key.length(); at++) {
      char character = key.charAt(at);
      if (character == '=') {
        int value = at + 2 < key.length() ? hex(key.substring(at + 1, at + 3)) : -1;
        if (value < 0) {
          return Optional.empty();
        }
        bytes.write(value);
        at += 2;
      } else {
        bytes.write(character);
      }
    }
    String name = bytes.toString(StandardCharsets.UTF_8);
    // What others wrote there by hand is no name of the fleet's.
    return encoded(name).equals(key) ? Optional.of(name) : Optional.empty();
  }

  private static int hex(String digits) {
    try {
      return Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
