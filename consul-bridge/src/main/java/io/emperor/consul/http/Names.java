package io.emperor.consul.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can stand as a key or name in an address. Consul cleans the path of what it is asked for:
 * {@code a/../b} would be {@code b}, and {@code a//b} would be {@code a/b}, so these are refused
 * here.
 */
public final class Names {

  private Names() {}

  /**
   * Checks a name.
   *
   * @param what the call in words, for the message of the failure
   * @return the name
   * @throws io.emperor.api.ConsulException if it can't stand in an address
   */
  public static String checked(String what, @Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw Failures.invalid(what, "the name is empty");
    }
    problem(name)
        .ifPresent(
            problem -> {
              throw Failures.invalid(what, problem);
            });
    return name;
  }

  /** Checks the beginning of keys, which may be empty. */
  public static String checkedPrefix(String what, @Nullable String prefix) {
    return "".equals(prefix) ? "" : checked(what, prefix);
  }

  private static Optional<String> problem(String name) {
    List<String> segments = List.of(name.split("/", -1));
    if (name.startsWith("/")) {
      return Optional.of("it begins with a slash; leave that out");
    }
    if (name.contains("//")) {
      return Optional.of("it has an empty segment (//), which Consul would drop");
    }
    if (segments.contains(".") || segments.contains("..")) {
      return Optional.of("it has '.' or '..' as a segment, which would lead elsewhere");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("it has a control character, which Consul takes in no name");
    }
    if (isBlank(name.codePointAt(0)) || isBlank(name.codePointBefore(name.length()))) {
      return Optional.of("it begins or ends with a blank, which newer Consuls refuse");
    }
    if (!encodable(name)) {
      return Optional.of("it is not valid Unicode");
    }
    return Optional.empty();
  }

  /** As Go's unicode.IsSpace has it. */
  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  /** Whether the text survives UTF-8: half a surrogate pair would become a question mark. */
  public static boolean encodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
