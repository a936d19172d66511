package io.emperor.provisioning.handler;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The node that is told of an event.
 *
 * @param name the node's name
 * @param role the value of its tag {@code role}; empty if it has none
 * @param tags its tags, by the names that they have in an environment: {@code DC} for {@code dc}
 */
public record SerfSelf(String name, String role, Map<String, String> tags) {

  public SerfSelf {
    tags = Map.copyOf(tags);
  }

  /**
   * A node as serf knows it.
   *
   * @param tags by serf's names; of two that an environment has as one, the last one counts
   */
  public static SerfSelf of(String name, Map<String, String> tags) {
    Map<String, String> variables = new TreeMap<>();
    new TreeMap<>(tags).forEach((tag, value) -> variables.put(variable(tag), value));
    return new SerfSelf(name, tags.getOrDefault("role", ""), variables);
  }

  /** As serf writes it: character by character, in upper case, {@code _} for what is no letter. */
  static String variable(String tag) {
    StringBuilder name = new StringBuilder(tag.length());
    tag.codePoints()
        .map(Character::toUpperCase)
        .map(point -> isPlain(point) ? point : '_')
        .forEach(name::appendCodePoint);
    return name.toString();
  }

  private static boolean isPlain(int point) {
    return (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9') || point == '_';
  }

  /** What stands in a tag that holds several, {@code :} between them, in its order. */
  static Set<String> several(String value) {
    Set<String> words = new LinkedHashSet<>(Arrays.asList(value.split(":", -1)));
    words.remove("");
    return words;
  }
}
